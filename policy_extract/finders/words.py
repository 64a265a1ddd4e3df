def tag(head):
    return ()
