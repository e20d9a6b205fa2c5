// Keeps a page of figures fresh. The page is whole without it: this fetches the same address again when
// the server says that a case was written, and puts the new main part in place of the old one, unless
// somebody is in the middle of something there.
const PAUSE = 2000;
const main = document.getElementById("main");
const mark = () => main.querySelector("[data-live]");

let waiting = 0;
let stale = false;

const say = (state) => {
  const place = mark();
  if (!place) return;
  const { asOf, live, lost } = place.dataset;
  place.textContent = `${state === "lost" ? lost : live} ${asOf}`;
  place.dataset.state = state;
};

const isInHand = () => {
  const focus = document.activeElement;
  return (
    main.querySelector("details[open]") !== null ||
    (main.contains(focus) && focus.matches("input, select, textarea"))
  );
};

const refresh = async () => {
  waiting = 0;
  if (document.hidden || isInHand()) {
    stale = true;
    return;
  }
  stale = false;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok || answer.redirected) return say("lost");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.getElementById("main");
    if (!next) return say("lost");
    const focused = document.activeElement?.getAttribute("href");
    main.replaceChildren(...next.childNodes);
    if (focused) main.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    say("live");
  } catch {
    say("lost");
  }
};

const soon = () => {
  waiting ||= setTimeout(refresh, PAUSE);
};

const stream = new EventSource("/live");
stream.addEventListener("open", () => say("live"));
stream.addEventListener("error", () => say("lost"));
stream.addEventListener("changed", soon);
stream.addEventListener("missed", soon);
document.addEventListener("visibilitychange", () => {
  if (stale && !document.hidden) soon();
});
document.addEventListener("focusout", () => {
  if (stale) soon();
});
// Time passes without anybody writing: clocks run out.
setInterval(soon, 60_000);
