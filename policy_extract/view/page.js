"use strict";
(() => {
  // --- what is there ------------------------------------------------------------------------------------------------
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = (id) => document.getElementById(id);
  const root = document.documentElement, body = document.body;
  const reading = $("reading"), tip = $("tip"), canvas = $("graph");
  const articles = [...document.querySelectorAll("article.notice")];
  const ROLES = ["lead", "responsible", "cooperate", "guide"];
  const LAYERS = [...ROLES, "action", "quantity", "deadline", "reference", "unread"];
  const state = { n: 0, language: data.language, off: new Set(), card: null, trail: [], tab: "agencies", mode: "agency_task", extent: "scope_one" };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let notice, article, marks, tasksOf, text, nodesOfText, starts, toUnits;

  const t = (key) => (data.labels[key] ? data.labels[key][state.language] : key);
  const remembered = (key) => { try { return localStorage.getItem("policy_extract." + key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem("policy_extract." + key, value); } catch { /* a sandboxed frame keeps nothing */ } };

  // Everything from a document goes through textContent: no markup is ever made of it.
  function make(name, attributes, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === undefined || value === null || value === false) continue;
      if (key === "class") element.className = value;
      else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else element.setAttribute(key, value === true ? "" : String(value));
    }
    element.append(...children.filter((c) => c !== null && c !== undefined && c !== ""));
    return element;
  }

  const layerOf = (f) => (f.l === "responsibility" ? f.v.role : f.l);
  const titleOf = (clause) => [clause.marker, clause.heading || t("kind_" + clause.kind)].filter(Boolean).join(" ");

  // --- a notice is chosen -------------------------------------------------------------------------------------------
  function choose(n, keep) {
    state.n = n;
    notice = data.notices[n];
    articles.forEach((a, i) => { a.hidden = i !== n; });
    article = articles[n];
    marks = null;
    tasksOf = tasksIn(notice, n);
    text = null;
    $("title").textContent = notice.title;
    $("about").textContent = [notice.number, notice.issuers.join("、"), notice.date, notice.region].filter(Boolean).join(" · ");
    for (const [start, code, message] of notice.warnings) warn(start, `${code}: ${message}`);
    drawLayers(); drawTree();
    if (!keep) { state.card = null; state.trail = []; reading.scrollTop = 0; }
    drawSide(); find("");
    network.stale = true;
    if (!$("network").hidden) network.open();
  }

  // The marks of a finding, by its number; made when first asked for, so that a long notice opens at once.
  function marksOf(id) {
    if (!marks) {
      marks = new Map();
      for (const element of article.querySelectorAll(".m")) {
        for (const one of element.dataset.f.split(" ")) {
          if (marks.has(+one)) marks.get(+one).push(element); else marks.set(+one, [element]);
        }
      }
    }
    return marks.get(id) || [];
  }

  // The tasks of a notice: clause number -> agency number -> roles.
  function tasksIn(one) {
    const found = new Map();
    one.findings.forEach((f) => {
      if (f.l !== "responsibility" || f.c < 0) return;
      if (!found.has(f.c)) found.set(f.c, new Map());
      const agencies = found.get(f.c);
      if (!agencies.has(f.a)) agencies.set(f.a, new Set());
      agencies.get(f.a).add(f.v.role);
    });
    return found;
  }

  // --- places in the text: code points of the document, units of JavaScript, nodes of the page ----------------------
  function places() {
    if (text !== null) return;
    nodesOfText = []; starts = []; text = "";
    const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), pieces = [];
    let length = 0;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      nodesOfText.push(node); starts.push(length); pieces.push(node.data); length += node.data.length;
    }
    text = pieces.join("");
    toUnits = null;
    if (/[\ud800-\udbff]/.test(text)) {
      toUnits = new Uint32Array(length + 1);
      let point = 0, unit = 0;
      for (const character of text) { toUnits[point++] = unit; unit += character.length; }
      toUnits.fill(unit, point);
    }
  }
  const unit = (point) => (toUnits ? toUnits[Math.min(point, toUnits.length - 1)] : point);

  function cut([start, end]) { places(); return text.slice(unit(start), unit(end)).replace(/\s+/g, ""); }

  function range(start, end) {
    const at = (place, isEnd) => {
      let low = 0, high = starts.length - 1;
      while (low < high) { const middle = (low + high + 1) >> 1; if (starts[middle] < place || (!isEnd && starts[middle] === place)) low = middle; else high = middle - 1; }
      return [nodesOfText[low], Math.min(place - starts[low], nodesOfText[low].data.length)];
    };
    const made = document.createRange();
    made.setStart(...at(start, false)); made.setEnd(...at(end, true));
    return made;
  }

  function paint(name, ranges) {
    if (!window.Highlight || !CSS.highlights) return;
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
  }

  function warn(start, message) {
    places();
    if (!nodesOfText.length) return;
    const made = range(unit(start), unit(start));
    const block = made.startContainer.parentElement.closest(".b");
    if (block) { block.title = message; block.classList.add("odd"); }
  }

  // --- layers -------------------------------------------------------------------------------------------------------
  function drawLayers() {
    const count = Object.fromEntries(LAYERS.map((name) => [name, 0]));
    notice.findings.forEach((f) => { count[layerOf(f)] = (count[layerOf(f)] || 0) + 1; });
    count.unread = notice.unread.length;
    const bar = $("layers");
    bar.replaceChildren();
    LAYERS.forEach((name, i) => {
      if (name === "action" || name === "unread") bar.append(make("span", { class: "divide", "aria-hidden": "true" }));
      const looks = { action: "m action verb", quantity: "m quantity", deadline: "m deadline", reference: "m reference", unread: "unread" }[name] || `m agency ${name}`;
      const words = { lead: "厅", responsible: "厅", cooperate: "厅", guide: "厅", action: "建立", quantity: "500家", deadline: "年内", reference: "《》", unread: "…" }[name];
      bar.append(make("button", {
        type: "button", "data-layer": name, "aria-pressed": String(!state.off.has(name)), disabled: count[name] === 0, "aria-keyshortcuts": i + 1,
        title: `${t("key_layer")}  ${i + 1}`, onclick: () => toggle(name),
      }, make("span", { class: `sample ${looks}`, "aria-hidden": "true" }, words), make("span", { class: "name" }, t(name)), make("span", { class: "count" }, String(count[name]))));
    });
  }

  function toggle(name) {
    if (state.off.has(name)) state.off.delete(name); else state.off.add(name);
    body.dataset.off = [...state.off].join(" ");
    const button = $("layers").querySelector(`[data-layer="${name}"]`);
    if (button) button.setAttribute("aria-pressed", String(!state.off.has(name)));
    if (ROLES.includes(name)) network.draw();
  }

  // --- outline ------------------------------------------------------------------------------------------------------
  function drawTree() {
    const branch = (number) => {
      const clause = notice.clauses[number], agencies = tasksOf.get(number);
      const item = make("li", { role: "treeitem", class: clause.kind, "data-c": number, tabindex: "-1", "aria-expanded": clause.below.length ? "true" : null },
        make("div", { class: "row", title: titleOf(clause) },
          make("span", { class: "turn", "aria-hidden": "true" }, clause.below.length ? "▶" : ""),
          make("span", { class: "words" }, clause.marker ? make("span", { class: "marker" }, clause.marker) : "", clause.marker ? clause.heading : t("kind_" + clause.kind)),
          make("span", { class: "count" }, agencies ? String(agencies.size) : "")));
      if (clause.below.length) item.append(make("ul", { role: "group" }, ...clause.below.map(branch)));
      return item;
    };
    const several = notice.parts.filter((p) => p.clauses.length).length > 1;
    const items = [];
    notice.parts.forEach((part) => {
      if (!part.clauses.length) return;
      const below = part.clauses.map(branch);
      if (!several) items.push(...below);
      else items.push(make("li", { role: "treeitem", class: "part", tabindex: "-1", "aria-expanded": "true" },
        make("div", { class: "row" }, make("span", { class: "turn", "aria-hidden": "true" }, "▶"), make("span", { class: "words" }, t("part_" + part.kind) + (part.title ? " · " + part.title : ""))),
        make("ul", { role: "group" }, ...below)));
    });
    $("tree").replaceChildren(...items);
    const first = $("tree").querySelector("li");
    if (first) first.tabIndex = 0;
    here = -1;
    where();
  }

  const block = (number) => $(`n${state.n}c${number}`);

  // What lies unseen in between has only a guessed height: again, until the place holds.
  let bringing = 0;
  function bring(target, block, then) {
    const own = ++bringing;
    let before = null, held = 0, left = 12;
    const once = () => {
      if (own !== bringing) return;
      target.scrollIntoView({ block });
      const top = target.getBoundingClientRect().top;
      held = before !== null && Math.abs(top - before) <= 1 ? held + 1 : 0;
      before = top;
      left -= 1;
      if (left && held < 3) requestAnimationFrame(once);
      else if (then) then();
    };
    once();
  }

  // The clause itself may have no block where its text is elsewhere: then the first one under it is shown.
  function goTo(number, quiet) {
    let target = block(number);
    if (!target && notice.clauses[number]) target = notice.clauses[number].below.map(block).find(Boolean);
    if (!target) return;
    show("text");
    bring(target, "start", where);
    if (quiet) return;
    target.classList.remove("flash"); void target.offsetWidth; target.classList.add("flash");
  }

  let here = -1;
  function where() {
    const box = reading.getBoundingClientRect();
    if (!box.height || !article) return;
    let element = null;
    for (const y of [40, 70, 110, 160]) {
      const hit = document.elementFromPoint(box.left + box.width / 2, box.top + y);
      element = hit && hit.closest && hit.closest(".clause");
      if (element) break;
    }
    const number = element ? +element.dataset.c : -1;
    if (number === here || number < 0) return;
    article.querySelectorAll(".clause.here").forEach((e) => e.classList.remove("here"));
    element.classList.add("here");
    here = number;
    const tree = $("tree");
    tree.querySelectorAll("li.here").forEach((e) => e.classList.remove("here"));
    let item = tree.querySelector(`li[data-c="${number}"]`);
    if (!item) return;
    for (let up = item.parentElement.closest("li"); up; up = up.parentElement.closest("li")) if (up.getAttribute("aria-expanded") === "false") item = up;
    item.classList.add("here");
    const row = item.firstElementChild.getBoundingClientRect(), pane = $("outline").getBoundingClientRect();
    if (pane.height && (row.top < pane.top + 10 || row.bottom > pane.bottom - 30)) $("outline").scrollTop += row.top - pane.top - pane.height / 3;
  }
  for (const kind of ["wheel", "touchmove", "pointerdown"]) reading.addEventListener(kind, () => { bringing += 1; }, { passive: true });
  let waiting = false;
  reading.addEventListener("scroll", () => { hideTip(); if (!waiting) { waiting = true; requestAnimationFrame(() => { waiting = false; where(); }); } }, { passive: true });

  $("tree").addEventListener("click", (event) => {
    const item = event.target.closest("li");
    if (!item) return;
    focusItem(item);
    const expands = item.hasAttribute("aria-expanded");
    if (expands && (event.target.closest(".turn") || !item.dataset.c)) item.setAttribute("aria-expanded", String(item.getAttribute("aria-expanded") === "false"));
    else openTask(+item.dataset.c, true);
  });
  function focusItem(item) {
    $("tree").querySelectorAll('li[tabindex="0"]').forEach((e) => { e.tabIndex = -1; });
    item.tabIndex = 0; item.focus({ preventScroll: false });
  }
  $("tree").addEventListener("keydown", (event) => {
    const item = event.target.closest("li");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    const seen = [...$("tree").querySelectorAll("li")].filter((e) => e.offsetParent !== null), at = seen.indexOf(item);
    const open = item.getAttribute("aria-expanded");
    let next = null;
    if (event.key === "ArrowDown") next = seen[at + 1];
    else if (event.key === "ArrowUp") next = seen[at - 1];
    else if (event.key === "Home") next = seen[0];
    else if (event.key === "End") next = seen[seen.length - 1];
    else if (event.key === "ArrowRight") { if (open === "false") item.setAttribute("aria-expanded", "true"); else if (open) next = seen[at + 1]; }
    else if (event.key === "ArrowLeft") { if (open === "true") item.setAttribute("aria-expanded", "false"); else next = item.parentElement.closest("li"); }
    else if (event.key === "Enter" || event.key === " ") { if (item.dataset.c) openTask(+item.dataset.c, true); }
    else return;
    event.preventDefault(); event.stopPropagation();
    if (next) focusItem(next);
  });

  // --- marks: what they say, where they lead ------------------------------------------------------------------------
  function valueOf(name, value) {
    if (value === true) return t("yes");
    if (typeof value === "number") return value.toLocaleString("en-US", { maximumFractionDigits: 12 });
    if (["role"].includes(name)) return t(value);
    return data.labels["value_" + value] && ["relation", "modality", "level"].includes(name) ? t("value_" + value) : String(value);
  }
  function fieldOf(name) {
    if (data.labels["field_" + name]) return t("field_" + name);
    return state.language === "zh" && data.columns[name] ? data.columns[name] : name.replaceAll("_", " ");
  }
  function tell(element) {
    const ids = element.dataset.f.split(" ").map(Number).filter((id) => !state.off.has(layerOf(notice.findings[id])));
    if (!ids.length) return null;
    return ids.map((id) => {
      const f = notice.findings[id], list = make("dl");
      for (const name of Object.keys(f.p || {})) if (name !== "scope" && !(name in f.v)) list.append(make("dt", {}, fieldOf(name)), make("dd", {}, cut(f.p[name])));
      for (const [name, value] of Object.entries(f.v)) list.append(make("dt", {}, fieldOf(name)), make("dd", {}, valueOf(name, value)));
      list.append(make("dt", {}, t("rule")), make("dd", {}, f.r));
      const clause = notice.clauses[f.c];
      return make("section", {}, make("h3", {}, t(f.l === "responsibility" ? f.v.role : f.l), make("small", {}, `${clause ? t("clause") + " " + clause.id + " · " : ""}${t("place")} ${f.s}–${f.e}`)), list);
    });
  }
  let told = null;
  function showTip(element) {
    if (told === element && !tip.hidden) return;
    const sections = tell(element);
    if (!sections) { hideTip(); return; }
    told = element;
    tip.replaceChildren(...sections);
    tip.hidden = false;
    const at = element.getClientRects()[0] || element.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const below = at.bottom + 8 + own.height < innerHeight;
    tip.style.left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8)) + "px";
    tip.style.top = (below ? at.bottom + 8 : Math.max(8, at.top - own.height - 8)) + "px";
    places();
    const ids = element.dataset.f.split(" ").map(Number);
    paint("scope", ids.flatMap((id) => Object.values(notice.findings[id].p || {})).map(([s, e]) => range(unit(s), unit(e))));
  }
  function hideTip() { if (!tip.hidden) { tip.hidden = true; told = null; paint("scope", []); } }

  reading.addEventListener("pointerover", (event) => { const m = event.target.closest(".m"); if (m) showTip(m); else hideTip(); });
  reading.addEventListener("pointerleave", hideTip);
  reading.addEventListener("focusin", (event) => { const m = event.target.closest(".m"); if (m) showTip(m); });
  reading.addEventListener("focusout", hideTip);
  reading.addEventListener("click", (event) => {
    const m = event.target.closest(".m");
    if (m && openMark(m, event)) return;
    const clause = event.target.closest(".clause");
    // The number of a clause hangs before its text: a click there opens the clause.
    if (clause && event.target === clause && event.offsetX < parseFloat(getComputedStyle(clause).paddingLeft) - 6) openTask(+clause.dataset.c, false);
  });
  function openMark(element) {
    const ids = element.dataset.f.split(" ").map(Number);
    const duty = ids.map((id) => notice.findings[id]).find((f) => f.l === "responsibility" && !state.off.has(layerOf(f)));
    if (!duty) { showTip(element); return false; }
    hideTip();
    open({ kind: "agency", a: duty.a });
    show("agencies");
    return true;
  }

  function step(direction) {
    const ids = notice.findings.map((_, id) => id).filter((id) => !state.off.has(layerOf(notice.findings[id])) && marksOf(id).length);
    if (!ids.length) return;
    const focused = document.activeElement && document.activeElement.classList.contains("m") ? +document.activeElement.dataset.f.split(" ")[0] : null;
    let at;
    if (focused !== null) at = ids.indexOf(focused) + direction;
    else {
      const from = here >= 0 ? notice.clauses[here].body[0] : 0;
      at = ids.findIndex((id) => notice.findings[id].s >= from);
      if (direction < 0) at -= 1;
    }
    const id = ids[(at + ids.length) % ids.length], element = marksOf(id)[0];
    element.tabIndex = -1;
    element.focus({ preventScroll: true });
    bring(element, "center", () => requestAnimationFrame(() => showTip(element)));
  }
  function stepClause(direction) {
    const blocks = [...article.querySelectorAll(".clause")], at = blocks.findIndex((b) => +b.dataset.c === here);
    const next = blocks[Math.max(0, Math.min(blocks.length - 1, at + direction))];
    if (next) goTo(+next.dataset.c, true);
  }

  // --- agencies and their tasks -------------------------------------------------------------------------------------
  function open(card) {
    if (JSON.stringify(card) === JSON.stringify(state.card)) return;
    state.trail.push({ card: state.card, n: state.n, top: reading.scrollTop, pane: body.dataset.pane });
    state.card = card;
    if (state.tab === "network" && !body.classList.contains("wide")) tab("agencies");
    drawSide();
  }
  function back() {
    const last = state.trail.pop();
    if (!last) return false;
    if (last.n !== state.n) { const trail = state.trail; choose(last.n, true); $("pick").value = last.n; state.trail = trail; }
    state.card = last.card;
    drawSide();
    show(last.pane);
    reading.scrollTop = last.top;
    return true;
  }
  function openTask(number, scroll, n = state.n) {
    if (n !== state.n) { choose(n, true); $("pick").value = n; }
    const clause = notice.clauses[number];
    if (!clause) return;
    if (tasksOf.has(number)) open({ kind: "task", c: number, n });
    if (scroll) goTo(number);
  }

  function pick() {
    article.querySelectorAll(".m.picked").forEach((e) => e.classList.remove("picked"));
    const card = state.card;
    article.classList.toggle("fade", Boolean(card && card.kind === "agency"));
    if (!card || card.kind !== "agency") return;
    notice.findings.forEach((f, id) => { if (f.l === "responsibility" && f.a === card.a) marksOf(id).forEach((e) => e.classList.add("picked")); });
  }

  const pill = (role) => make("span", { class: `pill agency ${role}` }, t(role));
  const bars = (counts, most) => make("span", { class: "bars", "aria-hidden": "true" }, ...ROLES.filter((r) => counts[r]).map((role) => {
    const bar = make("i", { class: role });
    bar.style.width = Math.round((88 * counts[role]) / most) + "px";
    return bar;
  }));

  function countsOf(tasks) {
    const counts = new Map();
    for (const agencies of tasks.values()) for (const [a, roles] of agencies) {
      if (!counts.has(a)) counts.set(a, { all: 0, lead: 0, responsible: 0, cooperate: 0, guide: 0 });
      const own = counts.get(a);
      own.all += 1;
      roles.forEach((role) => { own[role] = (own[role] || 0) + 1; });
    }
    return counts;
  }

  function drawSide() {
    pick();
    const sheet = $("agencies"), card = state.card;
    sheet.scrollTop = 0;
    if (!card) { sheet.replaceChildren(...listOfAgencies()); return; }
    const crumbs = make("div", { class: "crumbs" },
      make("button", { type: "button", id: "back", onclick: back }, "← " + t("back")),
      make("button", { type: "button", id: "all", onclick: () => open(null) }, t("all_agencies")));
    sheet.replaceChildren(crumbs, card.kind === "agency" ? cardOfAgency(card.a) : cardOfTask(card.c));
    if (!$("network").hidden) network.draw();
  }

  function listOfAgencies() {
    const counts = countsOf(tasksOf);
    if (!counts.size) return [make("p", { class: "empty" }, t("no_agencies"))];
    const ordered = [...counts].sort((x, y) => y[1].all - x[1].all || data.agencies[x[0]].n - data.agencies[y[0]].n);
    const most = Math.max(...ordered.map(([, c]) => ROLES.reduce((sum, r) => sum + c[r], 0)));
    const list = make("ul", { class: "list" });
    for (const [a, own] of ordered) {
      const agency = data.agencies[a];
      list.append(make("li", { "data-words": [agency.name, agency.agency, agency.system].filter(Boolean).join(" ").toLowerCase() },
        make("button", { type: "button", "data-a": a, title: agency.agency || agency.name, onclick: () => open({ kind: "agency", a }) },
          make("span", { class: "name" }, agency.name), bars(own, most), make("span", { class: "n" }, String(own.all)))));
    }
    const filter = make("input", { type: "search", placeholder: `${t("filter_agencies")} (${counts.size})`, "aria-label": t("filter_agencies"), spellcheck: "false",
      oninput: (event) => { const words = event.target.value.trim().toLowerCase(); for (const item of list.children) item.hidden = !item.dataset.words.includes(words); } });
    return [filter, make("div", { class: "heads", "aria-hidden": "true" }, make("span", {}, t("agencies")), make("span", {}, t("tasks"))), list];
  }

  function cardOfAgency(a) {
    const agency = data.agencies[a], duties = [];
    data.notices.forEach((one, n) => {
      const tasks = n === state.n ? tasksOf : tasksIn(one);
      for (const [c, agencies] of tasks) if (agencies.has(a)) duties.push({ n, c, agencies, roles: agencies.get(a), clause: one.clauses[c], one });
    });
    duties.sort((x, y) => (x.n !== state.n) - (y.n !== state.n) || x.n - y.n || x.c - y.c);
    const card = make("div", { class: "card", "data-agency": a }, make("h2", {}, agency.name));
    if (agency.agency && agency.agency !== agency.name) card.append(make("p", { class: "official" }, agency.agency));
    const chips = [agency.system, agency.level && valueOf("level", agency.level), agency.region, agency.collective && t("collective"), !agency.agency && t("unknown_agency")];
    card.append(make("div", { class: "chips" }, ...chips.filter(Boolean).map((c) => make("span", {}, c))));
    card.append(make("h3", {}, `${t("its_tasks")} (${duties.length})`));
    const list = make("ul", { class: "list" });
    for (const d of duties) list.append(make("li", {}, make("button", { type: "button", class: "task", "data-c": d.c, "data-n": d.n, onclick: () => openTask(d.c, true, d.n) },
      make("span", {}, ...[...d.roles].map(pill)),
      make("span", { class: "words" }, titleOf(d.clause), d.n !== state.n ? make("small", {}, d.one.title) : ""),
      make("span", { class: "due" }, dueOf(d.one, d.c)))));
    card.append(list);
    const together = new Map();
    for (const d of duties) for (const other of d.agencies.keys()) if (other !== a) together.set(other, (together.get(other) || 0) + 1);
    if (together.size) {
      card.append(make("h3", {}, `${t("works_with")} (${together.size})`));
      card.append(make("div", { class: "chips" }, ...[...together].sort((x, y) => y[1] - x[1]).slice(0, 24).map(([other, n]) =>
        make("button", { type: "button", "data-a": other, onclick: () => open({ kind: "agency", a: other }) }, data.agencies[other].name, make("b", {}, String(n))))));
    }
    return card;
  }

  function dueOf(one, c) {
    const days = one.findings.filter((f) => f.l === "deadline" && f.c === c && f.v.latest).map((f) => f.v.latest).sort();
    return days.length ? days[days.length - 1] : "";
  }

  function cardOfTask(c) {
    const clause = notice.clauses[c], agencies = tasksOf.get(c) || new Map();
    const card = make("div", { class: "card", "data-task": c }, make("h2", {}, titleOf(clause)), make("p", { class: "official" }, `${t("clause")} ${clause.id}`));
    card.append(make("h3", {}, `${t("its_agencies")} (${agencies.size})`));
    if (!agencies.size) card.append(make("p", { class: "empty" }, t("no_agency_here")));
    for (const role of ROLES) {
      const own = [...agencies].filter(([, roles]) => roles.has(role));
      if (own.length) card.append(make("div", { class: "people" }, pill(role), ...own.map(([a]) =>
        make("button", { type: "button", class: `agency ${role}`, "data-a": a, onclick: () => open({ kind: "agency", a }) }, data.agencies[a].name))));
    }
    for (const layer of ["deadline", "quantity", "action", "reference"]) {
      const found = notice.findings.map((f, id) => [f, id]).filter(([f]) => f.l === layer && f.c === c);
      if (!found.length) continue;
      card.append(make("h3", {}, `${t(layer)} (${found.length})`));
      card.append(make("ul", { class: "facts" }, ...found.map(([f, id]) => make("li", { onclick: () => reveal(id) }, ...wordsOf(f)))));
    }
    return card;
  }
  function wordsOf(f) {
    places();
    const written = cut([f.s, f.e]), part = (name) => f.v[name] || (f.p && f.p[name] ? cut(f.p[name]) : "");
    if (f.l === "action") return [make("b", {}, part("verb")), " ", part("object")];
    if (f.l === "quantity") return [make("b", {}, written), " ", make("span", {}, [part("indicator"), f.v.latest].filter(Boolean).join(" · "))];
    if (f.l === "deadline") return [make("b", {}, written), " ", make("span", {}, f.v.latest || "")];
    return [written];
  }
  function reveal(id) {
    const element = marksOf(id)[0];
    if (!element) return;
    show("text");
    element.tabIndex = -1;
    bring(element, "center", () => element.focus({ preventScroll: true }));
  }

  // --- panes and tabs -----------------------------------------------------------------------------------------------
  function show(pane) {
    body.dataset.pane = pane;
    document.querySelectorAll(".dock button").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.pane === pane)));
    if (pane === "agencies" || pane === "network") tab(pane, true);
    if (pane === "text" && body.classList.contains("wide")) enlarge(false);
    if (pane === "text") where();
  }
  function tab(name, quiet) {
    state.tab = name;
    for (const one of ["agencies", "network"]) {
      $("tab-" + one).setAttribute("aria-selected", String(one === name));
      $("tab-" + one).tabIndex = one === name ? 0 : -1;
      $(one).hidden = one !== name;
    }
    if (name !== "network") enlarge(false);
    if (!quiet && (body.dataset.pane === "agencies" || body.dataset.pane === "network")) show(name);
    if (name === "network") network.open();
  }
  function enlarge(on) {
    body.classList.toggle("wide", on);
    $("enlarge").textContent = t(on ? "shrink" : "expand");
    $("enlarge").dataset.t = on ? "shrink" : "expand";
    if (on || state.tab === "network") network.resize();
  }
  $("tab-agencies").addEventListener("click", () => tab("agencies"));
  $("tab-network").addEventListener("click", () => tab("network"));
  document.querySelector(".tabs").addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    tab(state.tab === "agencies" ? "network" : "agencies");
    $("tab-" + state.tab).focus();
  });
  document.querySelectorAll(".dock button").forEach((b) => b.addEventListener("click", () => show(b.dataset.pane)));
  $("enlarge").addEventListener("click", () => enlarge(!body.classList.contains("wide")));

  // --- search -------------------------------------------------------------------------------------------------------
  const search = { words: "", found: [], at: -1 };
  function find(words) {
    search.words = words; search.found = []; search.at = -1;
    if (words) {
      places();
      const whole = text.toLowerCase(), sought = words.toLowerCase();
      // A letter whose small form is longer would shift all that follows: then the case counts.
      const [hay, needle] = whole.length === text.length ? [whole, sought] : [text, words];
      for (let at = hay.indexOf(needle); at >= 0 && search.found.length < 5000; at = hay.indexOf(needle, at + needle.length)) search.found.push([at, at + words.length]);
    }
    paint("found", search.found.map(([s, e]) => range(s, e)));
    paint("found-now", []);
    if (search.found.length) {
      const from = here >= 0 && notice.clauses[here] ? unit(notice.clauses[here].body[0]) : 0;
      const first = search.found.findIndex(([s]) => s >= from);
      turn(0, first < 0 ? 0 : first);
    } else $("hits").textContent = words ? t("nothits") : "";
  }
  function turn(direction, to) {
    if (!search.found.length) return;
    const many = search.found.length;
    search.at = to === undefined ? (search.at + direction + many) % many : to;
    const [s, e] = search.found[search.at], made = range(s, e);
    paint("found-now", [made]);
    $("hits").textContent = `${search.at + 1} / ${many}`;
    show("text");
    const target = made.startContainer.parentElement;
    const centre = () => {
      const box = made.getBoundingClientRect(), pane = reading.getBoundingClientRect();
      if (box.height && (box.top < pane.top + 40 || box.bottom > pane.bottom - 60)) reading.scrollTop += box.top - pane.top - pane.height / 3;
    };
    target.closest(".b").scrollIntoView({ block: "nearest" });
    requestAnimationFrame(centre);
  }
  let typing = 0;
  $("query").addEventListener("input", (event) => { clearTimeout(typing); typing = setTimeout(() => find(event.target.value), 120); });
  $("query").addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); clearTimeout(typing); if (event.target.value !== search.words) find(event.target.value); else turn(event.shiftKey ? -1 : 1); }
    if (event.key === "Escape") { event.stopPropagation(); event.target.value = ""; find(""); event.target.blur(); }
  });
  $("before").addEventListener("click", () => turn(-1));
  $("after").addEventListener("click", () => turn(1));

  // --- the network: a force layout of our own on a canvas -----------------------------------------------------------
  const network = (() => {
    let nodes = [], links = [], heat = 0, frame = 0, view = { x: 0, y: 0, kx: 1, ky: 1 }, held = null, over = null, touched = false;
    const context = canvas.getContext("2d");
    const self = { stale: true, open, draw: () => { if (!$("network").hidden) draw(); }, resize, fit, get nodes() { return nodes; }, get heat() { return heat; }, at };

    function build() {
      nodes = []; links = [];
      const chosen = state.extent === "scope_all" ? data.notices.map((_, n) => n) : [state.n];
      const byKey = new Map();
      const node = (key, make) => { if (!byKey.has(key)) { const made = make(); made.key = key; byKey.set(key, made); nodes.push(made); } return byKey.get(key); };
      const pairs = new Map();
      for (const n of chosen) {
        for (const [c, agencies] of tasksIn(data.notices[n])) {
          const people = [...agencies].map(([a, roles]) => [node("a" + a, () => ({ kind: "agency", a, label: data.agencies[a].name, weight: 0 })), roles]);
          people.forEach(([p]) => { p.weight += 1; });
          if (state.mode === "agency_task") {
            const clause = data.notices[n].clauses[c];
            const task = node(`t${n}.${c}`, () => ({ kind: "task", c, n, label: titleOf(clause), weight: people.length }));
            for (const [p, roles] of people) links.push({ from: p, to: task, role: ROLES.find((r) => roles.has(r)) || "responsible", weight: 1 });
          } else {
            for (let i = 0; i < people.length; i++) for (let j = i + 1; j < people.length; j++) {
              const [x, y] = people[i][0].a < people[j][0].a ? [people[i][0], people[j][0]] : [people[j][0], people[i][0]];
              const key = x.key + y.key;
              if (!pairs.has(key)) { const link = { from: x, to: y, role: null, weight: 0 }; pairs.set(key, link); links.push(link); }
              pairs.get(key).weight += 1;
            }
          }
        }
      }
      // A sunflower: an even start that is the same every time.
      nodes.forEach((one, i) => {
        const r = 14 * Math.sqrt(i + 0.5), angle = i * 2.399963;
        one.x = r * Math.cos(angle); one.y = r * Math.sin(angle); one.vx = 0; one.vy = 0; one.links = 0; one.i = i;
        one.r = one.kind === "task" ? 5 : Math.min(20, 5 + 2.2 * Math.sqrt(one.weight));
      });
      links.forEach((l) => { l.from.links += 1; l.to.links += 1; });
      heat = 1; touched = false;
      // Most of the motion happens before the first picture, as far as a blink of time allows.
      const until = performance.now() + 250;
      const goal = still.matches || nodes.length < 120 ? 0.02 : 0.25;
      while (heat > goal && performance.now() < until) tick();
    }

    // Repulsion within a grid of cells, so that a thousand tasks cost a thousand times a neighbourhood.
    function tick() {
      const reach = nodes.length > 400 ? 110 : 340, cells = new Map(), spread = nodes.length > 300 ? 260 : 1100;
      for (const one of nodes) {
        const key = Math.floor(one.x / reach) * 73856093 ^ Math.floor(one.y / reach) * 19349663;
        if (cells.has(key)) cells.get(key).push(one); else cells.set(key, [one]);
      }
      for (const one of nodes) {
        const cx = Math.floor(one.x / reach), cy = Math.floor(one.y / reach);
        for (let dx = -1; dx <= 1; dx++) for (let dy = -1; dy <= 1; dy++) {
          for (const other of cells.get((cx + dx) * 73856093 ^ (cy + dy) * 19349663) || []) {
            if (other === one) continue;
            let x = one.x - other.x, y = one.y - other.y, d = x * x + y * y;
            if (d > reach * reach) continue;
            if (d < 1) { const side = one.i < other.i ? 2 : -2; x = side * Math.cos(one.i + other.i); y = side * Math.sin(one.i + other.i); d = 4; }
            const push = (spread * heat) / d;
            one.vx += x * push / Math.sqrt(d) * 4; one.vy += y * push / Math.sqrt(d) * 4;
            const near = one.r + other.r + 6 - Math.sqrt(d);
            if (near > 0) { one.vx += (x / Math.sqrt(d)) * near * 0.3 * Math.min(1, heat * 3); one.vy += (y / Math.sqrt(d)) * near * 0.3 * Math.min(1, heat * 3); }
          }
        }
        one.vx -= one.x * 0.012 * heat; one.vy -= one.y * 0.012 * heat;
      }
      const length = state.mode === "agency_task" ? 62 : 120;
      for (const l of links) {
        const x = l.to.x - l.from.x, y = l.to.y - l.from.y, d = Math.sqrt(x * x + y * y) || 1;
        const pull = ((d - length) / d) * heat * 0.55 / Math.min(6, Math.min(l.from.links, l.to.links) || 1) * (state.mode === "agency_task" ? 1 : Math.min(2, 0.4 + l.weight / 4));
        const share = l.from.links / (l.from.links + l.to.links);
        l.to.vx -= x * pull * share; l.to.vy -= y * pull * share;
        l.from.vx += x * pull * (1 - share); l.from.vy += y * pull * (1 - share);
      }
      for (const one of nodes) {
        if (one === held || one.placed) { one.vx = one.vy = 0; continue; }
        const speed = Math.hypot(one.vx, one.vy), most = 4 + 36 * heat;
        if (speed > most) { one.vx *= most / speed; one.vy *= most / speed; }
        one.x += one.vx; one.y += one.vy; one.vx *= 0.55; one.vy *= 0.55;
      }
      heat *= 0.985;
    }

    function run() {
      frame = 0;
      if (heat > 0.02 && !$("network").hidden) {
        tick();
        if (!touched) fit(true);
        frame = requestAnimationFrame(run);
      }
      draw();
    }
    function warm(to) { heat = Math.max(heat, to); if (!frame) frame = requestAnimationFrame(run); }

    function open() {
      if (self.stale) { self.stale = false; build(); }
      drawBar(); resize();
      if (heat > 0.02) warm(heat);
    }
    function resize() {
      const box = canvas.parentElement.getBoundingClientRect(), ratio = window.devicePixelRatio || 1;
      if (!box.width) return;
      canvas.width = Math.round(box.width * ratio); canvas.height = Math.round(box.height * ratio);
      fit(true); draw();
    }
    function fit(quiet) {
      const box = canvas.getBoundingClientRect();
      if (!nodes.length || !box.width) return;
      let left = Infinity, right = -Infinity, top = Infinity, bottom = -Infinity;
      for (const one of nodes) { left = Math.min(left, one.x); right = Math.max(right, one.x); top = Math.min(top, one.y); bottom = Math.max(bottom, one.y); }
      // The two directions are stretched apart, within measure, so that the picture fills its frame.
      const kx = Math.min(2.2, (box.width - 104) / Math.max(80, right - left)), ky = Math.min(2.2, (box.height - 84) / Math.max(80, bottom - top));
      view.kx = Math.min(kx, ky * 2); view.ky = Math.min(ky, kx * 2);
      view.x = box.width / 2 - view.kx * (left + right) / 2; view.y = box.height / 2 - view.ky * (top + bottom) / 2;
      if (!quiet) { touched = false; draw(); }
    }

    function chosenOne() {
      if (over) return over;
      const card = state.card;
      if (!card) return null;
      return nodes.find((one) => (card.kind === "agency" ? one.kind === "agency" && one.a === card.a : one.kind === "task" && one.c === card.c && one.n === (card.n === undefined ? state.n : card.n))) || null;
    }

    function draw() {
      const ratio = window.devicePixelRatio || 1, box = canvas.getBoundingClientRect();
      if (!box.width) return;
      const style = getComputedStyle(root), colour = (name) => style.getPropertyValue("--" + name).trim();
      const strokes = { lead: colour("lead"), responsible: colour("responsible-edge"), cooperate: colour("cooperate-edge"), guide: colour("guide-edge") };
      const dashes = { cooperate: [5, 3], guide: [1.5, 3] };
      const fill = { agency: colour("node"), task: colour("task") }, soft = colour("soft"), ink = colour("node-ink"), paper = colour("paper"), faint = colour("faint");
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      context.clearRect(0, 0, box.width, box.height);
      const centre = chosenOne(), near = new Set();
      if (centre) { near.add(centre); links.forEach((l) => { if (l.from === centre) near.add(l.to); if (l.to === centre) near.add(l.from); }); }
      const sx = (one) => one.x * view.kx + view.x, sy = (one) => one.y * view.ky + view.y;
      const heaviest = links.reduce((m, l) => Math.max(m, l.weight), 1);
      // One stroke for all the lines of one look.
      const bundles = new Map();
      for (const l of links) {
        if (l.role && state.off.has(l.role)) continue;
        const lit = !centre || l.from === centre || l.to === centre;
        const key = `${lit} ${l.role || Math.ceil((8 * l.weight) / heaviest)}`;
        if (!bundles.has(key)) bundles.set(key, { lit, role: l.role, weight: l.weight, lines: [] });
        bundles.get(key).lines.push(l);
      }
      for (const one of [...bundles.values()].sort((x, y) => x.lit - y.lit)) {
        context.globalAlpha = one.lit ? (centre ? 0.95 : 0.5) : 0.13;
        context.strokeStyle = one.role ? strokes[one.role] : (one.lit && centre ? strokes.responsible : faint);
        context.lineWidth = one.role ? (one.role === "lead" ? 2.2 : 1.3) : 0.6 + (4 * one.weight) / heaviest;
        context.setLineDash(links.length > 3000 ? [] : dashes[one.role] || []);
        context.beginPath();
        for (const l of one.lines) { context.moveTo(sx(l.from), sy(l.from)); context.lineTo(sx(l.to), sy(l.to)); }
        context.stroke();
      }
      context.setLineDash([]);
      const zoomed = Math.sqrt(view.kx * view.ky), scale = Math.max(0.4, Math.min(1.25, zoomed));
      for (const one of nodes) {
        context.globalAlpha = !centre || near.has(one) ? 1 : 0.3;
        const x = sx(one), y = sy(one), r = one.r * scale;
        context.beginPath();
        if (one.kind === "agency") context.arc(x, y, r, 0, 7); else context.roundRect(x - r, y - r, 2 * r, 2 * r, r * 0.45);
        context.fillStyle = fill[one.kind];
        context.fill();
        context.lineWidth = one === centre ? 2.5 : 1.2; context.strokeStyle = one === centre ? ink : paper; context.stroke();
      }
      // Names, the weightier first, wherever they cover no other.
      const taken = [], size = 12;
      context.font = `${size}px ${getComputedStyle(body).fontFamily}`;
      context.textAlign = "center"; context.textBaseline = "top";
      const ordered = [...nodes].sort((x, y) => (near.has(y) - near.has(x)) || (y === centre) - (x === centre) || (y.kind === "agency") - (x.kind === "agency") || y.weight - x.weight);
      const most = centre ? 80 : Math.max(12, (box.width * box.height) / 12000);
      for (const one of ordered) {
        if (taken.length >= most) break;
        if (centre && !near.has(one)) continue;
        if (!centre && one.kind === "task" && zoomed < 1.15) continue;
        const label = one.label.length > 16 ? one.label.slice(0, 15) + "…" : one.label;
        const wide = context.measureText(label).width, y = sy(one) + one.r * scale + 2;
        let x = sx(one);
        if (x > 0 && x < box.width) x = Math.max(wide / 2 + 4, Math.min(box.width - wide / 2 - 4, x));
        const area = [x - wide / 2 - 2, y - 1, x + wide / 2 + 2, y + size + 2];
        if (area[2] < 0 || area[0] > box.width || area[1] < 0 || area[3] > box.height) continue;
        if (one !== centre && taken.some((o) => area[0] < o[2] && area[2] > o[0] && area[1] < o[3] && area[3] > o[1])) continue;
        taken.push(area);
        context.globalAlpha = 1; context.lineWidth = 3.5; context.strokeStyle = paper; context.lineJoin = "round";
        context.strokeText(label, x, y);
        context.fillStyle = one.kind === "agency" ? ink : soft;
        context.fillText(label, x, y);
      }
      context.globalAlpha = 1;
    }

    function at(event) {
      const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      let best = null, least = 18;
      for (const one of nodes) { const d = Math.hypot(one.x * view.kx + view.x - x, one.y * view.ky + view.y - y) - one.r * 0.6; if (d < least) { least = d; best = one; } }
      return best;
    }
    let down = null;
    canvas.addEventListener("pointerdown", (event) => {
      down = { x: event.clientX, y: event.clientY, vx: view.x, vy: view.y, moved: false };
      held = at(event); touched = true;
      canvas.setPointerCapture(event.pointerId); canvas.classList.add("held");
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!down) { const one = at(event); if (one !== over) { over = one; canvas.classList.toggle("over", Boolean(one)); canvas.title = one ? one.label : ""; draw(); } return; }
      if (Math.hypot(event.clientX - down.x, event.clientY - down.y) > 4) down.moved = true;
      if (!down.moved) return;
      const box = canvas.getBoundingClientRect();
      if (held) { held.x = (event.clientX - box.left - view.x) / view.kx; held.y = (event.clientY - box.top - view.y) / view.ky; if (still.matches) draw(); else warm(0.12); draw(); }
      else { view.x = down.vx + event.clientX - down.x; view.y = down.vy + event.clientY - down.y; draw(); }
    });
    const release = () => {
      if (held && down && down.moved) held.placed = true;  // where the reader has put it, it stays
      const clicked = down && !down.moved ? held : null, empty = down && !down.moved && !held;
      down = null; held = null; canvas.classList.remove("held");
      if (clicked) select(clicked);
      else if (empty && state.card) { state.card = null; drawSide(); draw(); }
    };
    canvas.addEventListener("pointerup", release);
    canvas.addEventListener("pointercancel", () => { down = null; held = null; canvas.classList.remove("held"); });
    canvas.addEventListener("pointerleave", () => { if (over) { over = null; draw(); } });
    canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      const box = canvas.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
      zoom(Math.exp(-event.deltaY * 0.0015), x, y);
    }, { passive: false });
    function zoom(by, x, y) {
      const factor = Math.max(0.06 / view.kx, Math.min(6 / view.kx, by));
      view.x = x - (x - view.x) * factor; view.y = y - (y - view.y) * factor; view.kx *= factor; view.ky *= factor;
      touched = true; draw();
    }
    canvas.addEventListener("keydown", (event) => {
      const box = canvas.getBoundingClientRect(), moves = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] }[event.key];
      if (moves) { view.x += moves[0]; view.y += moves[1]; touched = true; draw(); }
      else if (event.key === "+" || event.key === "=") zoom(1.25, box.width / 2, box.height / 2);
      else if (event.key === "-") zoom(0.8, box.width / 2, box.height / 2);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault(); event.stopPropagation();
    });
    function select(one) {
      const quiet = body.classList.contains("wide");
      if (one.kind === "agency") { const card = { kind: "agency", a: one.a }; if (quiet) { state.card = card; drawSide(); draw(); } else { openCard(card); } }
      else if (quiet) { if (one.n !== state.n) { const extent = state.extent; choose(one.n, true); $("pick").value = one.n; self.stale = extent !== "scope_all"; } state.card = { kind: "task", c: one.c, n: one.n }; drawSide(); draw(); }
      else openTask(one.c, true, one.n);
    }

    const choice = (id, keys, name) => $(id).replaceChildren(...keys.map((key) => make("button", { type: "button", "data-key": key, "aria-pressed": String(state[name] === key),
      onclick: () => { state[name] = key; self.stale = true; open(); } }, t(key))));
    function drawBar() {
      choice("mode", ["agency_task", "agency_agency"], "mode");
      $("extent").hidden = data.notices.length < 2;
      choice("extent", ["scope_one", "scope_all"], "extent");
      const entry = (looks, key) => make("span", {}, make("i", { class: looks }), t(key));
      const entries = state.mode === "agency_task" ? [entry("dot", "legend_agency"), entry("square", "legend_task"), ...ROLES.map((r) => entry("stroke " + r, r))] : [entry("dot", "legend_agency")];
      $("key").replaceChildren(...entries, make("span", {}, t("drag")));
    }
    $("fit").addEventListener("click", () => fit());
    addEventListener("resize", () => { if (!$("network").hidden) resize(); });
    return self;
  })();
  function openCard(card) { open(card); }

  // --- words, light, keys -------------------------------------------------------------------------------------------
  function speak(language) {
    state.language = language;
    root.lang = language === "zh" ? "zh-CN" : "en";
    document.querySelectorAll("[data-t]").forEach((e) => { e.textContent = t(e.dataset.t); });
    document.querySelectorAll("[data-hint]").forEach((e) => {
      const words = t(e.dataset.hint);
      e.setAttribute("aria-label", words);
      if (e.tagName === "BUTTON") e.title = words;
      if (e.tagName === "INPUT") e.placeholder = words;
    });
    const keys = [[["/"], "key_search"], [["n", "p"], "key_mark"], [["j", "k"], "key_clause"], [["1", "…", "9"], "key_layer"], [["Enter"], "key_open"], [["Esc"], "key_back"], [["g"], "key_network"], [["↑", "↓", "←", "→"], "key_tree"], [["t"], "key_theme"], [["l"], "key_language"]];
    $("keylist").replaceChildren(...keys.flatMap(([names, key]) => [make("dt", {}, ...names.flatMap((n, i) => [i ? " " : "", make("kbd", {}, n)])), make("dd", {}, t(key))]));
    if (notice) { drawLayers(); const from = here; drawTree(); here = -1; where(); if (here < 0) here = from; drawSide(); if (!$("network").hidden) { network.stale = true; network.open(); } }
  }
  $("language").addEventListener("click", () => { const next = state.language === "zh" ? "en" : "zh"; remember("language", next); speak(next); });

  function light(theme) {
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    network.draw();
  }
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  $("theme").addEventListener("click", () => { const next = isDark() ? "light" : "dark"; remember("theme", next); light(next); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => network.draw());
  $("keys").addEventListener("click", () => $("help").showModal());

  addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
    if (target.matches("input, select, textarea")) return;
    const key = event.key;
    if (key === "/") { $("query").focus(); $("query").select(); }
    else if (key === "n") step(1);
    else if (key === "p") step(-1);
    else if (key === "j") stepClause(1);
    else if (key === "k") stepClause(-1);
    else if (key === "t") $("theme").click();
    else if (key === "l") $("language").click();
    else if (key === "g") show(body.dataset.pane === "network" ? "text" : "network");
    else if (key === "?") $("help").showModal();
    else if (key === "Escape") { if (!tip.hidden) hideTip(); else if (body.classList.contains("wide")) enlarge(false); else back(); }
    else if (key === "Enter" && target.classList && target.classList.contains("m")) openMark(target);
    else if (/^[1-9]$/.test(key) && LAYERS[key - 1]) { const b = $("layers").querySelector(`[data-layer="${LAYERS[key - 1]}"]`); if (b && !b.disabled) toggle(LAYERS[key - 1]); }
    else return;
    event.preventDefault();
  });

  // --- begin --------------------------------------------------------------------------------------------------------
  if (data.notices.length > 1) {
    document.querySelector(".pick").hidden = false;
    $("pick").replaceChildren(...data.notices.map((one, n) => make("option", { value: n }, one.title === one.id ? one.id : `${one.id} ${one.title}`)));
    $("pick").addEventListener("change", (event) => choose(+event.target.value));
  }
  light(remembered("theme"));
  choose(0);
  speak(remembered("language") || data.language);
  show("text");
  root.dataset.ready = "true";
})();
