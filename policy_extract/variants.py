"""Traditional characters and their simplified forms, one to one, so that a traditional copy (繁體) is read by the same rules.

Only characters of official wording are listed; folding is for reading, never for output: every text that leaves the
library is as written. Source: the character pairs of 简化字总表 (1986), first and second tables.
"""

from __future__ import annotations

from typing import Final

__all__ = ["SIGNS", "SIMPLIFIED", "is_traditional"]

_PAIRS = (
    "萬万與与專专業业叢丛東东絲丝兩两嚴严喪丧個个豐丰臨临為为爲为麗丽舉举義义烏乌樂乐喬乔習习鄉乡書书買买亂乱爭争於于虧亏雲云亞亚產产産产畝亩親亲"
    "億亿僅仅從从侖仑倉仓儀仪們们價价眾众優优會会傘伞偉伟傳传傷伤倫伦偽伪僞伪體体餘余傭佣債债傾倾側侧僑侨償偿儲储兒儿黨党蘭兰關关興兴養养獸兽內内岡冈"
    "冊册寫写軍军農农馮冯決决況况凍冻淨净準准涼凉減减湊凑鳳凤憑凭凱凯擊击劃划劉刘則则剛刚創创刪删別别劑剂剝剥劇剧勸劝辦办務务動动勵励勁劲勞劳勢势勳勋匯汇"
    "區区醫医華华協协單单賣卖盧卢衛卫卻却廠厂廳厅歷历曆历厲厉壓压廁厕廈厦廚厨縣县參参雙双發发髮发變变敘叙葉叶號号嘆叹嚇吓嗎吗啟启啓启吳吴員员聽听響响"
    "問问團团園园圍围國国圖图圓圆聖圣場场壞坏塊块堅坚壇坛墳坟墜坠壟垄壘垒墾垦執执報报聲声殼壳處处備备複复復复夠够頭头夾夹奪夺奮奋獎奖婦妇媽妈嬰婴孫孙"
    "學学寧宁寶宝實实審审憲宪宮宫寬宽賓宾對对尋寻導导壽寿將将爾尔塵尘嘗尝盡尽層层屬属歲岁島岛嶺岭幣币師师帳帐帶带幫帮幹干乾干廣广莊庄慶庆廬庐庫库應应廟庙"
    "開开棄弃張张彌弥彎弯彈弹強强歸归當当錄录彙汇徹彻徵征徑径後后懷怀態态慮虑憂忧懇恳惡恶懸悬驚惊慣惯憤愤願愿戲戏戰战戶户擴扩掃扫揚扬擾扰撫抚搶抢護护擔担"
    "擬拟攏拢揀拣擁拥攔拦撥拨擇择掛挂摯挚撓挠擋挡擠挤揮挥損损撿捡換换據据擄掳摻掺攜携攝摄擺摆搖摇數数敵敌斂敛斷断無无舊旧時时曠旷顯显曬晒暫暂術术樸朴機机"
    "殺杀雜杂權权條条來来楊杨極极構构槍枪樞枢棗枣標标棧栈棟栋欄栏樹树樣样橋桥檢检樓楼檔档檯台歐欧殘残毀毁畢毕氣气漢汉湯汤溝沟沒没滬沪澤泽潔洁淺浅測测濟济"
    "濱滨灘滩灣湾渾浑濃浓濤涛澇涝淵渊漲涨潤润漸渐溫温濕湿滿满濫滥滯滞災灾燈灯爐炉點点煉炼爍烁爛烂燒烧燭烛煙烟熱热愛爱牽牵犧牺狀状獨独獲获穫获環环現现瑪玛"
    "電电畫画暢畅療疗瘋疯癥症監监蓋盖盤盘眞真礦矿碼码確确礎础禮礼禍祸種种積积稱称穩稳窮穷竊窃競竞築筑筆笔節节範范籌筹簽签簡简籃篮類类糧粮緊紧繫系係系紅红約约"
    "級级紀纪紋纹納纳紙纸線线組组細细終终經经結结給给絡络統统絕绝繼继續续維维綜综綠绿網网編编緩缓緣缘縮缩總总績绩繳缴織织繁繁縱纵練练綱纲緝缉緬缅縣县罰罚羅罗"
    "聯联職职聚聚肅肃膚肤腫肿臟脏臺台艦舰藝艺莊庄蘇苏薦荐藥药營营藍蓝蟲虫補补裝装製制襲袭見见規规視视覺觉覽览觀观觸触計计訂订認认討讨讓让訓训議议訊讯記记講讲"
    "許许論论設设訪访證证評评識识訴诉診诊詞词試试詩诗誠诚話话詢询該该詳详語语誤误說说説说請请諸诸課课調调談谈諒谅諮咨謀谋謝谢謂谓譯译讀读負负財财責责賢贤敗败"
    "貨货質质販贩貪贪貧贫購购貫贯貿贸費费資资賬账貸贷賠赔賴赖贈赠贏赢贊赞趕赶趨趋跡迹蹟迹踐践躍跃車车軌轨軟软轉转輪轮較较輕轻載载輔辅輛辆輸输轄辖輯辑辭辞邊边"
    "遼辽達达遷迁過过運运還还這这進进遠远違违連连遲迟適适選选遞递邏逻遺遗鄧邓鄭郑鄰邻醞酝釀酿釋释裏里裡里鑒鉴鑑鉴針针鐵铁鈴铃鋼钢銀银錢钱銷销鎖锁鍵键鎮镇鏈链"
    "長长門门閉闭閒闲間间閩闽閱阅隊队階阶際际陸陆陳陈險险隨随隱隐隴陇難难雜杂霧雾靜静韓韩頁页頂顶項项順顺須须預预領领頻频題题額额顏颜顧顾風风飛飞飯饭飲饮館馆"
    "馬马駐驻駕驾騙骗驗验驛驿驟骤髒脏鬆松鬥斗魚鱼鮮鲜鳥鸟鹽盐麥麦黃黄齊齐齡龄龍龙龜龟兇凶佈布併并並并採采雇雇劵券週周祕秘羣群峯峰衆众啟启滙汇係系麵面闆板"
)
#: Traditional to simplified, as ``str.translate`` takes it.
SIMPLIFIED: Final[dict[int, str]] = {ord(a): b for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True) if a != b}
#: Characters that no simplified notice holds and hardly any traditional one lacks: two of them tell that it is one.
SIGNS: Final = "務責關發廳為爲國單與會縣區員業辦"


def is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters, by its most common ones.

    >>> is_traditional("責任單位:省教育廳"), is_traditional("责任单位:省教育厅")
    (True, False)
    """
    return sum([sign in text for sign in SIGNS]) > 1
