// D: frames (T, N, 3) in Å about the middle, bonds of every frame, kind of every atom, and how kinds look;
// captions of the frames, labels of the atoms (or none), and perhaps a shade for every atom.
const canvas = document.querySelector("canvas"), pen = canvas.getContext("2d");
let turn = [[1, 0, 0], [0, 0.3, 0.954], [0, -0.954, 0.3]], zoom = 1, frame = 0, grip = null, playing = null;

function rotate(axis, angle) {  // about the screen's x (0) or y (1)
  const c = Math.cos(angle), s = Math.sin(angle), [a, b] = axis ? [2, 0] : [1, 2];
  const first = turn[a].map((x, k) => c * x - s * turn[b][k]);
  turn[b] = turn[b].map((x, k) => s * turn[a][k] + c * x);
  turn[a] = first;
}

function draw() {
  const dpr = devicePixelRatio, width = canvas.width = innerWidth * dpr, height = canvas.height = innerHeight * dpr;
  const scale = zoom * 0.46 * Math.min(width, height) / D.far;
  const place = p => {
    const [x, y, z] = turn.map(row => row[0] * p[0] + row[1] * p[1] + row[2] * p[2]);
    return [width / 2 + scale * x, height / 2 - scale * y, z];
  };
  pen.clearRect(0, 0, width, height);
  pen.lineWidth = dpr;
  pen.strokeStyle = "#999";
  for (const [a, b] of D.box) line(place(a), place(b));
  const points = D.frames[frame].map(place), parts = [];
  D.bonds[frame].forEach(([i, j]) => parts.push([(points[i][2] + points[j][2]) / 2, edge(points, i, j, scale), edge(points, j, i, scale)]));
  points.forEach((p, i) => parts.push([p[2], p, i]));
  parts.sort((a, b) => a[0] - b[0]);
  for (const [, p, other] of parts) Array.isArray(other) ? bond(p, other, scale) : ball(p, other, scale);
  points.forEach((p, i) => D.labels[i] && write(D.labels[i], ...p));
}

function edge(points, i, j, scale) {  // where the bond from i to j leaves the ball of i
  const away = points[j].map((x, k) => (x - points[i][k]) / (k < 2 ? scale : 1));  // Å
  const part = 0.9 * D.radius[D.kind[i]] / Math.hypot(...away);
  return points[i].map((x, k) => x + part * (points[j][k] - x));
}

function color(i) {
  const shades = D.shade && D.shade.index[frame % D.shade.index.length];
  return shades && shades[i] >= 0 ? D.shade.map[shades[i]] : D.color[D.kind[i]];
}

function line(a, b) {
  pen.beginPath();
  pen.moveTo(a[0], a[1]);
  pen.lineTo(b[0], b[1]);
  pen.stroke();
}

function bond(a, b, scale) {
  pen.strokeStyle = "#777";
  pen.lineWidth = 0.16 * scale;
  line(a, b);
}

function ball([x, y], i, scale) {
  const r = scale * D.radius[D.kind[i]], shade = pen.createRadialGradient(x - r / 3, y - r / 3, r / 9, x, y, r);
  shade.addColorStop(0, "#fff");
  shade.addColorStop(0.35, color(i));
  shade.addColorStop(1, "#333");
  pen.fillStyle = shade;
  pen.beginPath();
  pen.arc(x, y, r, 0, 7);
  pen.fill();
}

function write(text, x, y) {
  pen.font = `bold ${14 * devicePixelRatio}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = 4 * devicePixelRatio;
  pen.strokeStyle = "#fff";
  pen.strokeText(text, x, y);
  pen.fillStyle = "#000";
  pen.fillText(text, x, y);
}

canvas.onpointerdown = event => { grip = [event.clientX, event.clientY]; canvas.setPointerCapture(event.pointerId); };
canvas.onpointerup = canvas.onpointercancel = () => { grip = null; };  // cancelled: a finger scrolls the page
canvas.onpointermove = event => {
  if (!grip) return;
  rotate(1, (event.clientX - grip[0]) / 120);
  rotate(0, -(event.clientY - grip[1]) / 120);
  grip = [event.clientX, event.clientY];
  draw();
};
canvas.onwheel = event => {  // only once it was clicked, so that a page still scrolls
  if (document.activeElement !== canvas) return;
  event.preventDefault();
  zoom *= Math.exp(-event.deltaY / 600);
  draw();
};
canvas.onkeydown = event => {
  const step = { ArrowLeft: [1, -0.15], ArrowRight: [1, 0.15], ArrowUp: [0, 0.15], ArrowDown: [0, -0.15] }[event.key];
  if (step) rotate(...step);
  else if (event.key === "+") zoom *= 1.15;
  else if (event.key === "-") zoom /= 1.15;
  else return;
  event.preventDefault();
  draw();
};

const still = matchMedia("(prefers-reduced-motion: reduce)");  // then playing means a new picture now and then
const plain = new Set(D.kind.filter((_, i) => !D.shade || D.shade.index.some(row => row[i] < 0)));  // kinds in their own colour
const legend = document.querySelector("#names");
const swatch = style => { const i = legend.appendChild(document.createElement("i")); Object.assign(i.style, style); };
D.names.forEach((name, k) => { if (plain.has(k)) { swatch({ background: D.color[k] }); legend.append(`${name} `); } });
if (D.shade) {
  legend.append(`\u2003${D.shade.low}`);
  swatch({ background: `linear-gradient(90deg, ${D.shade.map})`, width: "60px", borderRadius: 0 });
  legend.append(` ${D.shade.high} ${D.shade.of}`);
}
if (D.frames.length > 1) {
  const [button, slider, shown] = document.querySelectorAll("#time > *");
  const show = k => {
    frame = k;
    slider.value = k;
    shown.value = D.captions[k];
    slider.setAttribute("aria-valuetext", D.captions[k]);
    draw();
  };
  const stop = () => { clearInterval(playing); playing = null; button.textContent = "▶"; button.ariaPressed = false; };
  document.querySelector("#time").style.display = "flex";
  slider.max = D.frames.length - 1;
  slider.oninput = () => show(+slider.value);
  button.onclick = () => {
    if (playing) return stop();
    playing = setInterval(() => show((frame + 1) % D.frames.length), still.matches || D.frames.length < 8 ? 1000 : 60);
    button.textContent = "⏸";
    button.ariaPressed = true;
  };
  show(0);
}
rotate(1, 0.35);
new ResizeObserver(draw).observe(document.documentElement);  // also when it first gets a size
draw();
