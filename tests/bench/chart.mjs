// docs/benchmarks.svg: time against the share of the files that changed. Left, Leyline alone, where a
// straight line shows; right, both tools on a logarithmic scale.
const width = 880;
const height = 400;
const panels = {left: {x: 70, w: 350}, right: {x: 500, w: 350}};
const top = 64;
const bottom = 330;

// The least line through points [x, y]: where it starts, how it grows, how far a point is off at most.
export function fit(points) {
  const n = points.length;
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  const slope = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) /
    points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  const start = my - slope * mx;
  return {start, slope, off: Math.max(...points.map(([x, y]) => Math.abs(y - start - slope * x)))};
}

const style = `
  .card { fill: #ffffff; stroke: #d0d7de; }
  text { font: 13px system-ui, "Segoe UI", "DejaVu Sans", sans-serif; fill: #1f2328; }
  .title { font-weight: 600; font-size: 15px; }
  .soft { fill: #59636e; }
  .grid { stroke: #d0d7de; stroke-width: 1; }
  .axis { stroke: #59636e; stroke-width: 1; }
  .line { fill: none; stroke-width: 2; }
  .fit { fill: none; stroke-width: 1; stroke-dasharray: 4 4; }
  .s0 { stroke: #0969da; } .d0 { fill: #0969da; }
  .s1 { stroke: #bc4c00; } .d1 { fill: #bc4c00; }
  .s2 { stroke: #1a7f37; } .d2 { fill: #1a7f37; }
  .s3 { stroke: #8250df; } .d3 { fill: #8250df; }
  @media (prefers-color-scheme: dark) {
    .card { fill: #0d1117; stroke: #3d444d; }
    text { fill: #f0f6fc; }
    .soft { fill: #9198a1; }
    .grid { stroke: #2a313c; }
    .axis { stroke: #9198a1; }
    .s0 { stroke: #58a6ff; } .d0 { fill: #58a6ff; }
    .s1 { stroke: #f0883e; } .d1 { fill: #f0883e; }
    .s2 { stroke: #3fb950; } .d2 { fill: #3fb950; }
    .s3 { stroke: #bc8cff; } .d3 { fill: #bc8cff; }
  }`;

const label = (ms) => (ms >= 1000 ? `${ms / 1000} s` : `${ms} ms`);
const text = (x, y, words, more = '') => `<text x="${x}" y="${y}" ${more}>${words}</text>\n`;

// About five round steps that reach `most`.
function steps(most) {
  const rough = most / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= rough);
  return Array.from({length: Math.ceil(most / step) + 1}, (_, i) => i * step);
}

function decades(least, most) {
  const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))];
  return Array.from({length: to - from + 1}, (_, i) => 10 ** (from + i));
}

// Grid, axes and their words. Returns where a point stands.
function frame(panel, title, ticks, place) {
  const {x, w} = panel;
  const xOf = (percent) => x + w * percent / 100;
  const yOf = (ms) => bottom - (bottom - top) * place(ms);
  let svg = text(x, top - 24, title, 'class="title"');
  for (const tick of ticks) {
    const y = yOf(tick).toFixed(1);
    svg += `<line class="grid" x1="${x}" x2="${x + w}" y1="${y}" y2="${y}"/>\n`;
    svg += text(x - 8, (yOf(tick) + 4).toFixed(1), label(tick), 'class="soft" text-anchor="end"');
  }
  for (const percent of [0, 25, 50, 75, 100]) {
    svg += `<line class="axis" x1="${xOf(percent)}" x2="${xOf(percent)}" y1="${bottom}" y2="${bottom + 5}"/>\n`;
    svg += text(xOf(percent), bottom + 20, `${percent} %`, 'class="soft" text-anchor="middle"');
  }
  svg += `<line class="axis" x1="${x}" x2="${x + w}" y1="${bottom}" y2="${bottom}"/>\n`;
  svg += text(x + w / 2, bottom + 40, 'files changed', 'text-anchor="middle"');
  svg += text(x, top - 7, 'wall time, median', 'class="soft"');
  return {svg, xOf, yOf};
}

function series(at, points, color) {
  const place = ([percent, ms]) => `${at.xOf(percent).toFixed(1)},${at.yOf(ms).toFixed(1)}`;
  const dots = points.map((point) => {
    const [x, y] = place(point).split(',');
    return `<circle class="d${color}" cx="${x}" cy="${y}" r="3.5"/>`;
  });
  return `<polyline class="line s${color}" points="${points.map(place).join(' ')}"/>\n${dots.join('\n')}\n`;
}

function trend(at, points, color) {
  if (points.length < 3) return '';
  const {start, slope} = fit(points);
  const y = (percent) => at.yOf(start + slope * percent).toFixed(1);
  const end = points.at(-1)[0];
  return `<line class="fit s${color}" x1="${at.xOf(0)}" y1="${y(0)}" x2="${at.xOf(end)}" y2="${y(end)}"/>\n`;
}

function legend(entries) {
  let x = panels.left.x;
  let svg = '';
  for (const [name, color] of entries) {
    svg += `<circle class="d${color}" cx="${x + 5}" cy="${height - 14}" r="5"/>\n`;
    svg += text(x + 16, height - 10, name);
    x += 42 + name.length * 7;
  }
  return svg + text(x, height - 10, 'dashed: the straight line', 'class="soft"');
}

export function chart(kept) {
  const of = (who, form) => Object.values(kept.cases).filter((one) => one.form === form && one[who])
    .map((one) => [one.share, one[who].wall]).sort((a, b) => a[0] - b[0]);
  const lines = [['leyline, folders', of('leyline', 'folders')], ['leyline, images', of('leyline', 'images')],
    ['buf, folders', of('buf', 'folders')], ['buf, images', of('buf', 'images')]]
    .map(([name, points], color) => ({name, points, color})).filter(({points}) => points.length > 0);
  const ours = lines.filter(({name}) => name.startsWith('leyline'));
  const times = (list) => list.flatMap(({points}) => points.map(([, ms]) => ms));

  const ticks = steps(Math.max(1, ...times(ours)));
  const left = frame(panels.left, 'Leyline', ticks, (ms) => ms / ticks.at(-1));
  const powers = decades(Math.min(1000, ...times(lines)), Math.max(10, ...times(lines)));
  const [low, high] = [Math.log10(powers[0]), Math.log10(powers.at(-1))];
  const right = frame(panels.right, 'Leyline and buf, logarithmic', powers,
    (ms) => (Math.log10(ms) - low) / (high - low));
  const drawn = [
    ...ours.map(({points, color}) => trend(left, points, color) + series(left, points, color)),
    ...lines.map(({points, color}) => series(right, points, color))];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
  width="${width}" height="${height}" role="img"
  aria-label="Wall time of leyline diff and buf breaking against the share of the files that changed">
<style>${style}
</style>
<rect class="card" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8"/>
${left.svg}${right.svg}${drawn.join('')}${legend(lines.map(({name, color}) => [name, color]))}</svg>
`;
}
