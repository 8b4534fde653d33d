"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const one = (selector) => document.querySelector(selector);
  const search = one("#search");
  const resource = one("#resource");
  const levels = all('input[name="level"]');
  const findings = all(".group > .finding");
  const groups = all(".group");
  const reviews = all(".review");
  const unfold = one("#unfold");

  const visible = () => findings.filter((finding) => !finding.hidden && !finding.closest("[hidden]"));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = new Set(levels.filter((box) => box.checked).map((box) => box.value));
    for (const group of groups) {
      const mine = !resource.value || group.dataset.resource === resource.value;
      let any = false;
      for (const finding of all(".finding", group)) {
        const text = finding.dataset.search;
        const shown = mine && chosen.has(finding.dataset.level) && words.every((word) => text.includes(word));
        finding.hidden = !shown;
        any = any || shown;
      }
      group.hidden = !any;
    }
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
    const shown = visible();
    if (!shown.length) return;
    const at = shown.findIndex((finding) => finding.contains(document.activeElement));
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
    for (const finding of visible()) finding.open = open;
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

  search.addEventListener("input", filter);
  resource.addEventListener("change", filter);
  for (const box of levels) box.addEventListener("change", filter);
  for (const button of all(".reset")) button.addEventListener("click", reset);
  unfold.addEventListener("click", () => unfoldAll(unfold.getAttribute("aria-pressed") !== "true"));

  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = all("main details:not([open])").filter((each) => !each.closest("[hidden]"));
    for (const each of folded) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });

  if (reviews.length === 0 || findings.length === 0) one(".toolbar").hidden = true;
  filter();
})();
