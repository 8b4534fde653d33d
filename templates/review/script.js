"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const search = one("#search");
  const resource = one("#resource");
  const levels = all('input[name="level"]');
  const findings = all(".group .finding");
  const piles = all(".pile");
  const operations = all("#operations > li").map((each) => each.textContent);
  const lower = operations.map((each) => each.toLowerCase());
  const groups = all(".group");
  const reviews = all(".review");
  const unfold = one("#unfold");

  const visible = () => findings.filter((finding) => !finding.hidden);
  const stops = () => all(".group > .finding, .pile, .pile[open] > .finding").filter((each) => !each.closest("[hidden]"));

  const indices = (ranges) => ranges.split(",").filter(Boolean).flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
  const lists = all(".list[data-reached]");
  const reached = new Map(lists.map((list) => [list.closest(".finding"), indices(list.dataset.reached)]));

  const fill = (list) => {
    if (list.querySelector("ul")) return;
    const made = document.createElement("ul");
    for (const index of indices(list.dataset.reached)) {
      const name = document.createElement("code");
      name.textContent = operations[index];
      made.appendChild(document.createElement("li")).append(name);
    }
    list.append(made);
  };

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    const named = words.map((word) => new Set(lower.flatMap((name, index) => (name.includes(word) ? [index] : []))));
    const has = (finding, word, at) => finding.dataset.search.includes(word)
      || (named[at].size > 0 && (reached.get(finding) || []).some((index) => named[at].has(index)));
    for (const group of groups) {
      const mine = !resource.value || group.dataset.resource === resource.value;
      let any = false;
      for (const finding of all(".finding", group)) {
        const shown = mine && chosen.has(finding.dataset.level) && words.every((word, at) => has(finding, word, at));
        finding.hidden = !shown;
        any = any || shown;
      }
      group.hidden = !any;
    }
    for (const pile of piles) pile.hidden = all(".finding", pile).every((finding) => finding.hidden);
    const count = visible().length;
    one("#shown").textContent = `${count} of ${findings.length}`;
    one("#nothing").hidden = count > 0 || findings.length === 0;
  };

  const reset = () => {
    search.value = "";
    resource.value = "";
    for (const box of levels) box.checked = !box.disabled;
    filter();
  };

  const move = (step) => {
    const shown = stops();
    if (!shown.length) return;
    const here = document.activeElement.closest(".finding, .pile");
    const at = shown.indexOf(here);
    const next = at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, at + step));
    const summary = shown[next].querySelector("summary");
    summary.focus({ preventScroll: true });
    shown[next].scrollIntoView({ block: "nearest" });
  };

  const toggleLevel = (index) => {
    const box = levels[index];
    if (!box || box.disabled) return;
    box.checked = !box.checked;
    filter();
  };

  const unfoldAll = (open) => {
    for (const each of [...piles.filter((pile) => !pile.hidden), ...visible()]) each.open = open;
    unfold.setAttribute("aria-pressed", String(open));
    unfold.textContent = open ? "Fold all" : "Unfold all";
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === search || event.target === resource;
    if (event.key === "Escape") {
      reset();
      if (typing) event.target.blur();
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      search.focus();
      search.select();
    } else if (event.key === "j") {
      move(1);
    } else if (event.key === "k") {
      move(-1);
    } else if (event.key === "a") {
      for (const box of levels) box.checked = !box.disabled;
      filter();
    } else if (/^[1-4]$/.test(event.key)) {
      toggleLevel(Number(event.key) - 1);
    } else {
      return;
    }
    event.preventDefault();
  });

  for (const list of lists) list.firstElementChild.addEventListener("click", () => fill(list));
  search.addEventListener("input", filter);
  resource.addEventListener("change", filter);
  for (const box of levels) box.addEventListener("change", filter);
  for (const button of all(".reset")) button.addEventListener("click", reset);
  unfold.addEventListener("click", () => unfoldAll(unfold.getAttribute("aria-pressed") !== "true"));

  let folded = [];
  window.addEventListener("beforeprint", () => {
    for (const list of lists) if (indices(list.dataset.reached).length <= 50) fill(list);
    folded = all("main details:not([open])").filter((each) => !each.closest("[hidden]") && each.children.length > 1);
    for (const each of folded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  if (reviews.length === 0 || findings.length === 0) one(".toolbar").hidden = true;
  filter();
})();
