// @ts-check
import uPlot from './vendor/uPlot.esm.js';
import { el, number, safe, table, time } from './dom.js';

/**
 * @typedef {{name: string, label: string, dash?: number[]}} Curve
 * @typedef {{x: number, time: number, text: string}} Mark a vertical line; `x` as the axis has it, `text` its evidence
 */

const COLOURS = ['--curve-1', '--curve-2', '--curve-3', '--curve-4'];
const HEIGHT = 210;
const TABLE_ROWS = 200;
const NEAR = 6;
const MANY = 30;

/** @param {string} name */
const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Epoch seconds, as exact as a span of so many seconds needs. @param {number} at @param {number} span */
function axisTime(at, span) {
  const date = new Date(at * 1000);
  if (span > 172800) return date.toLocaleDateString();
  return date.toLocaleTimeString([], { hour12: false, hour: '2-digit', minute: '2-digit', second: span < 600 ? '2-digit' : undefined });
}

/** @param {Array<number | null>} values @param {number} weight of what was before */
function smooth(values, weight) {
  let mean = /** @type {number | null} */ (null);
  return values.map(v => {
    if (v === null) return null;
    mean = mean === null ? v : weight * mean + (1 - weight) * v;
    return mean;
  });
}

/** A chart of curves over time or over events, with marks and a table of what it shows. */
export class Chart {
  /**
   * @param {string} title
   * @param {Curve[]} curves
   * @param {boolean} overTime whether x is epoch seconds; else a count of events
   */
  constructor(title, curves, overTime) {
    this.title = title;
    this.curves = curves;
    this.overTime = overTime;
    /** @type {Mark[]} */
    this.marks = [];
    this.zoomed = false;
    /** @type {any} */
    this.plot = null;
    this.colours = '';
    this.place = el('div', { class: 'plot', role: 'img', 'aria-label': title + '; the numbers are in the table below' });
    this.tip = el('div', { class: 'mark', hidden: true });
    this.numbers = el('details', {}, el('summary', { text: 'The numbers as a table' }));
    this.numbers.addEventListener('toggle', () => this.fillTable());
    this.element = el('figure', {}, el('figcaption', { text: title }), this.place, this.tip, this.numbers);
    /** @type {any[][]} */
    this.data = [[]];
    new ResizeObserver(() => this.plot?.setSize(this.size())).observe(this.place);
  }

  size() {
    return { width: Math.max(200, this.place.clientWidth), height: HEIGHT };
  }

  /**
   * @param {number[]} x
   * @param {Record<string, Array<number | null>>} values by the curves' names
   * @param {Mark[]} marks
   * @param {number} smoothing 0 for none
   */
  update(x, values, marks, smoothing) {
    this.data = [x, ...this.curves.map(c => smoothing ? smooth(values[c.name], smoothing) : values[c.name])];
    this.marks = marks;
    const colours = COLOURS.map(colour).join();
    if (!this.plot || colours !== this.colours) {
      this.colours = colours;
      this.draw();
    } else {
      this.plot.setData(this.data, !this.zoomed);
    }
    this.fillTable();
  }

  draw() {
    this.plot?.destroy();
    const clock = (_, splits) => splits.map(s => axisTime(s, splits.at(-1) - splits[0]));
    const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line') } };
    this.plot = new uPlot({
      ...this.size(),
      scales: { x: { time: this.overTime } },
      axes: [this.overTime ? { ...axis, values: clock, space: 70 } : axis, { ...axis, size: 62 }],
      cursor: { drag: { x: true, y: false } },
      series: [
        { label: this.overTime ? 'time' : 'events', value: (_, v) => v === null ? '–' : this.overTime ? time(v * 1000) : number(v) },
        ...this.curves.map((c, i) => ({
          label: c.label,
          stroke: colour(COLOURS[i % COLOURS.length]),
          width: 2,
          dash: c.dash,
          points: { show: this.data[0].length < 3 },
          value: (_, v) => number(v),
        })),
      ],
      hooks: {
        draw: [plot => this.drawMarks(plot)],
        setCursor: [plot => this.hover(plot)],
        setSelect: [plot => { this.zoomed = plot.select.width > 0; }],
      },
    }, /** @type {any} */ (this.data), this.place);
    this.plot.over.addEventListener('dblclick', () => { this.zoomed = false; });
  }

  /** @param {any} plot */
  drawMarks(plot) {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.strokeStyle = colour('--bad');
    ctx.setLineDash([2 * devicePixelRatio, 3 * devicePixelRatio]);
    ctx.lineWidth = devicePixelRatio;
    ctx.globalAlpha = this.marks.length > MANY ? 0.35 : 0.9;
    for (const mark of this.marks) {
      const x = plot.valToPos(mark.x, 'x', true);
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }

  /** @param {any} plot */
  hover(plot) {
    const left = plot.cursor.left;
    const near = left < 0 ? [] : this.marks.filter(m => Math.abs(plot.valToPos(m.x, 'x') - left) <= NEAR);
    this.tip.hidden = near.length === 0;
    if (near.length) {
      this.tip.textContent = near.slice(0, 3).map(m => time(m.time) + ' ' + m.text).join('\n')
        + (near.length > 3 ? '\nand ' + (near.length - 3) + ' more' : '');
      const most = this.element.clientWidth - this.tip.offsetWidth - 8;
      this.tip.style.left = Math.max(0, Math.min(left + plot.over.offsetLeft + 12, most)) + 'px';
      this.tip.style.top = '2.2rem';
    }
  }

  fillTable() {
    if (!(/** @type {HTMLDetailsElement} */ (this.numbers)).open) return;
    const columns = [{ name: this.overTime ? 'time' : 'events' }, ...this.curves.map(c => ({ name: c.label, number: true }))];
    const rows = [];
    for (let i = this.data[0].length - 1; i >= 0 && rows.length < TABLE_ROWS; i--) {
      const x = Number(this.data[0][i]);
      rows.push([this.overTime ? time(x * 1000) : number(x), ...this.curves.map((_, k) => number(this.data[k + 1][i]))]);
    }
    this.numbers.lastElementChild?.tagName === 'DIV' && this.numbers.lastElementChild.remove();
    this.numbers.append(table(this.title + ', the newest first', columns, rows));
  }
}

/** What a drift record says, in a line. @param {any} d */
export function evidence(d) {
  return `${safe(d.key).slice(0, 60)}: ${safe(d.level)} in ${safe(d.target)} (${safe(d.detector)}), statistic ${number(d.statistic)}`
    + ` against ${number(d.threshold)}, event ${number(d.at)}, ${safe(d.action)}`;
}
