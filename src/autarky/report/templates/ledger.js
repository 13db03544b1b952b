// A click on a figure shows its evidence beside the text (below it on a phone). Without this script it leads to the card.
const panel = document.getElementById("panel");
const marks = [...document.querySelectorAll("a.fig")];
let open = -1;
const button = (text, sign, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.title = text;
  made.setAttribute("aria-label", text);
  made.addEventListener("click", act);
  return made;
};
const close = () => {
  panel.hidden = true;
  document.body.classList.remove("reading-card");
  if (open >= 0) {
    marks[open].removeAttribute("aria-current");
    marks[open].focus({ preventScroll: true });
  }
  open = -1;
};
const show = (k, jump) => {
  const mark = marks[k];
  const card = document.querySelector(mark.getAttribute("href")).cloneNode(true);
  card.removeAttribute("id");
  for (const inside of card.querySelectorAll("[id]")) inside.removeAttribute("id");
  for (const back of card.querySelectorAll(".back")) back.remove();
  if (open >= 0) marks[open].removeAttribute("aria-current");
  open = k;
  mark.setAttribute("aria-current", "true");
  const bar = document.createElement("div");
  bar.className = "bar";
  const move = (d) => () => show((k + d + marks.length) % marks.length, true);
  bar.append(button(panel.dataset.previous, "‹", move(-1)), button(panel.dataset.next, "›", move(1)), button(panel.dataset.close, "×", close));
  panel.replaceChildren(bar, card);
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add("reading-card");
  copies(panel);
  if (jump) mark.scrollIntoView({ block: "center" });
};
const copies = (within) => {
  for (const text of within.querySelectorAll(".scenario")) {
    const place = text.querySelector("p:last-child");
    if (!navigator.clipboard || place.querySelector("button")) continue;
    const made = button(panel.dataset.copy, panel.dataset.copy, async () => {
      await navigator.clipboard.writeText(text.querySelector("pre").textContent);
      made.textContent = panel.dataset.copied;
    });
    place.append(" ", made);
  }
};
marks.forEach((mark, k) =>
  mark.addEventListener("click", (event) => {
    event.preventDefault();
    if (open === k) close();
    else show(k, false);
  })
);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && open >= 0) close();
});
copies(document);
const asked = /^#f(\d+)$/.exec(location.hash);
if (asked) show(Math.max(marks.findIndex((m) => m.id === "f" + asked[1]), 0), true);
