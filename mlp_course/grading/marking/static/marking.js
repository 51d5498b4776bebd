// Saves marks and comments as they are typed, by nbgrader's own API.
"use strict";
const base = document.body.dataset.base + "/formgrader/api/";
const articles = [...document.querySelectorAll("article")];

function token() {
  const found = document.cookie.match(/\b_xsrf=([^;]*)/);
  return found ? found[1] : "";
}

async function put(address, change) {
  // nbgrader's own answer first: what is not changed here stays as it is.
  const before = await fetch(base + address, {credentials: "same-origin"});
  if (!before.ok) throw new Error(before.statusText);
  const body = JSON.stringify({...(await before.json()), ...change});
  const headers = {"Content-Type": "application/json", "X-XSRFToken": token()};
  const answer = await fetch(base + address, {method: "PUT", credentials: "same-origin", headers, body});
  if (!answer.ok) throw new Error(answer.statusText);
}

function count() {
  document.getElementById("left").textContent = document.querySelectorAll("article.waits").length;
}

async function save(article, address, change, done) {
  const said = article.querySelector(".saved");
  said.textContent = "saving";
  said.classList.remove("failed");
  try {
    await put(address, change);
    said.textContent = done();
  } catch (error) {
    said.classList.add("failed");
    said.textContent = "not saved: " + error.message;
  }
  count();
}

for (const article of articles) {
  const points = article.querySelector(".points");
  const mark = () => {
    if (points.value !== "" && !points.checkValidity()) { points.reportValidity(); return; }
    const manual_score = points.value === "" ? null : Number(points.value);
    save(article, "grade/" + article.dataset.grade, {manual_score}, () => {
      article.classList.toggle("waits", manual_score === null);
      return manual_score === null ? "waits" : "saved";
    });
  };
  points.addEventListener("change", mark);
  article.querySelector(".take")?.addEventListener("click", event => {
    points.value = event.target.dataset.points;
    mark();
  });
  article.querySelector("textarea").addEventListener("change", event =>
    save(article, "comment/" + article.dataset.comment, {manual_comment: event.target.value || null},
      () => "saved"));
}

document.getElementById("jump")?.addEventListener("click", () => {
  const points = document.querySelector("article.waits .points");
  if (points) { points.closest("article").scrollIntoView(); points.focus({preventScroll: true}); }
});
document.getElementById("names")?.addEventListener("change", event => {
  for (const name of document.querySelectorAll(".name")) name.hidden = !event.target.checked;
});
