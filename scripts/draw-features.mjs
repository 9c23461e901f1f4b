// Draws assets/features: where on a document to look, what to do, and what is seen. `node scripts/draw-features.mjs` writes them anew.
// Schematic on purpose: positions and effects that a clerk has to find, no copy of any document's artwork, no emblem, no face.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './toolchain/node.mjs'

const ink = '#20242c'
const soft = '#8a93a3'
const paper = '#ffffff'
const mark = '#d9480f'
const good = '#12703c'
const bad = '#b3261e'
const skin = '#b98563'
const metal = '#c9ced6'

const rect = (x, y, w, h, fill, more = '') =>
  `<rect x="${x}" y="${y}" width="${w}" height="${h}" fill="${fill}" ${more}/>`
const circle = (x, y, r, fill, more = '') => `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`
const line = (d, stroke = ink, width = 2, more = '') =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round" ${more.includes('linecap') ? '' : 'stroke-linecap="round" '}${more}/>`
const at = (x, y, content, scale = 1) =>
  `<g transform="translate(${x} ${y})${scale === 1 ? '' : ` scale(${scale})`}">${content}</g>`
const times = (count, draw) => Array.from({ length: count }, (_, index) => draw(index)).join('')

/** Head and shoulders within a box; grey where a laser engraves it. */
const face = (x, y, w, h, { ground = '#d7dbe2', tone = '#8c8f96', hair = '#4a4d55', coat = '#62666f' } = {}) =>
  rect(x, y, w, h, ground, 'rx="3"') +
  `<path d="M${x + w * 0.12} ${y + h}c0 ${-h * 0.36} ${w * 0.76} ${-h * 0.36} ${w * 0.76} 0z" fill="${coat}"/>` +
  `<ellipse cx="${x + w / 2}" cy="${y + h * 0.38}" rx="${w * 0.25}" ry="${h * 0.25}" fill="${hair}"/>` +
  `<ellipse cx="${x + w / 2}" cy="${y + h * 0.43}" rx="${w * 0.2}" ry="${h * 0.22}" fill="${tone}"/>`

/** Fine continuous lines, as they are printed behind everything. */
const guilloche = (x, y, w, h, colours, step = 7, width = 0.8) => {
  const one = (index) => {
    const top = y + index * step
    const wave = (w / 4).toFixed(1)
    const d = `M${x} ${top}c${wave} ${-step} ${wave} ${step} ${2 * wave} 0s${wave} ${step} ${2 * wave} 0`
    return line(d, colours[index % colours.length], width)
  }
  return times(Math.ceil(h / step), one)
}
const words = (x, y, widths, gap = 9) => widths.map((w, i) => rect(x, y + i * gap, w, 3, soft, 'rx="1.5"')).join('')
const zone = (x, y, w, lines) =>
  rect(x, y, w, lines * 8 + 5, '#ffffff', 'rx="2" fill-opacity="0.8"') +
  times(lines, (i) =>
    line(`M${x + 4} ${y + 7 + i * 8}h${w - 8}`, ink, 3, 'stroke-dasharray="2.600 2" stroke-linecap="butt"'),
  )
const stars = (x, y, colour, scale = 1) =>
  times(6, (i) => {
    const angle = (i * Math.PI) / 3
    const [cx, cy] = [x + Math.cos(angle) * 16 * scale, y + Math.sin(angle) * 16 * scale]
    const r = 5 * scale
    const point = (k) => {
      const radius = k % 2 ? r * 0.4 : r
      const turn = (k * Math.PI) / 5 - Math.PI / 2
      return `${(cx + Math.cos(turn) * radius).toFixed(1)} ${(cy + Math.sin(turn) * radius).toFixed(1)}`
    }
    return `<path d="M${Array.from({ length: 10 }, (_, k) => point(k)).join('L')}z" fill="${colour}"/>`
  })
const matrix = (x, y, size) => {
  const cell = size / 12
  const isSet = (r, c) =>
    c === 0 || r === 11 || (r === 0 && c % 2 === 0) || (c === 11 && r % 2 === 1) || (r * 7 + c * 5 + r * c) % 3 === 0
  return (
    rect(x - 3, y - 3, size + 6, size + 6, paper, 'rx="1"') +
    times(144, (i) => {
      const [r, c] = [Math.floor(i / 12), i % 12]
      return isSet(r, c)
        ? rect(
            (x + c * cell).toFixed(1),
            (y + r * cell).toFixed(1),
            (cell + 0.1).toFixed(1),
            (cell + 0.1).toFixed(1),
            ink,
          )
        : ''
    })
  )
}

/** The documents, 220 wide: what stands where, in the colours in which they are met. */
const card = (fill, edge, content) => rect(0, 0, 220, 139, fill, `rx="10" stroke="${edge}" stroke-width="2"`) + content
const documents = {
  cnie: {
    front: card(
      '#e6f0f8',
      '#7f9dbb',
      guilloche(6, 14, 208, 118, ['#a9cbe6', '#e3bcd0']) +
        face(12, 34, 58, 78) +
        words(80, 34, [92, 60, 104, 76, 50, 88, 70]) +
        rect(158, 116, 50, 14, paper, 'rx="2"') +
        line('M164 123h38', ink, 4, 'stroke-dasharray="4 3" stroke-linecap="butt"') +
        rect(12, 10, 26, 17, '#31518c', 'rx="2"') +
        words(44, 14, [110], 8),
    ),
    back: card(
      '#e6f0f8',
      '#7f9dbb',
      guilloche(6, 14, 208, 80, ['#a9cbe6', '#e3bcd0']) +
        words(14, 16, [80, 110, 64, 92]) +
        matrix(168, 14, 38) +
        zone(10, 96, 200, 3),
    ),
  },
  cni: {
    front: card(
      '#d5e6f5',
      '#5f8fc0',
      guilloche(6, 10, 208, 122, ['#8ab6de', '#e2a7ae']) +
        face(12, 30, 52, 66) +
        words(74, 14, [96], 8) +
        words(74, 32, [104, 78, 92, 60]) +
        line('M78 88c10 -14 16 8 24 -4s12 -8 22 2 14 -8 30 -2', '#27408b', 2) +
        zone(8, 110, 204, 2),
    ),
    back: card(
      '#d5e6f5',
      '#5f8fc0',
      guilloche(6, 10, 208, 122, ['#8ab6de', '#e2a7ae']) +
        words(14, 16, [120, 140, 96]) +
        words(14, 52, [90], 8) +
        words(14, 70, [104], 8) +
        words(14, 92, [84], 8) +
        line('M120 108c8 -16 16 8 24 -6s14 -2 26 4', '#27408b', 2),
    ),
  },
  passport: {
    front:
      rect(0, 0, 220, 150, '#f4e8ee', 'rx="8" stroke="#a2647c" stroke-width="2"') +
      guilloche(6, 12, 208, 104, ['#dca9bf', '#a8c4dd']) +
      face(12, 22, 60, 80) +
      words(84, 24, [92, 64, 104, 70, 84, 52, 96, 60]) +
      zone(8, 122, 204, 2),
    back:
      rect(0, 0, 220, 150, '#f6ecef', 'rx="8" stroke="#a2647c" stroke-width="2"') +
      line('M110 4v142', '#a2647c', 1.5) +
      guilloche(6, 12, 208, 132, ['#e5c2cf', '#c3d5e5'], 9),
  },
  permit: {
    front: card(
      '#f3e9ef',
      '#a87f96',
      guilloche(6, 14, 208, 118, ['#dcb3c9', '#a9cfd0']) +
        face(12, 32, 58, 78) +
        words(80, 34, [92, 60, 104, 76, 50, 88]) +
        rect(12, 10, 26, 17, '#31518c', 'rx="2"') +
        words(44, 14, [120], 8) +
        rect(150, 92, 56, 38, '#ffffff', 'rx="4" fill-opacity="0.7"'),
    ),
    back: card(
      '#f3e9ef',
      '#a87f96',
      guilloche(6, 14, 208, 80, ['#dcb3c9', '#a9cfd0']) + words(14, 16, [80, 110, 64, 92]) + zone(10, 96, 200, 3),
    ),
  },
}

/** What to do with the document, 190 by 110. */
const hand = (x, y) =>
  at(
    x,
    y,
    `<path d="M0 0c6 -3 11 2 12 8l5 22 14 5c8 3 11 9 9 18l-3 17h-32c-6 -10 -14 -18 -20 -30c-2 -5 4 -8 8 -4l7 8z" fill="${skin}" stroke="#7c5138" stroke-width="1.5"/>`,
  )
const bulb = (x, y) =>
  circle(x, y, 13, '#ffd24d', 'stroke="#b98a00" stroke-width="1.5"') +
  rect(x - 6, y + 12, 12, 9, metal, 'rx="2"') +
  times(7, (i) => {
    const turn = Math.PI * (0.75 + i * 0.25)
    const [c, s] = [Math.cos(turn), Math.sin(turn)]
    return line(
      `M${(x + c * 18).toFixed(1)} ${(y + s * 18).toFixed(1)}l${(c * 8).toFixed(1)} ${(s * 8).toFixed(1)}`,
      '#e0a800',
      2.5,
    )
  })
const acts = {
  tilt:
    at(
      95,
      60,
      `<g transform="rotate(-16)">${rect(-48, -14, 96, 28, '#e9edf3', `rx="5" stroke="${ink}" stroke-width="2"`)}</g>` +
        `<g transform="rotate(16)">${rect(-48, -14, 96, 28, '#ffffff', `rx="5" fill-opacity="0.7" stroke="${soft}" stroke-width="2" stroke-dasharray="5 4"`)}</g>` +
        line('M62 -30c14 18 14 42 0 60', mark, 3) +
        line('M70 20l-8 11 -2 -14', mark, 3) +
        line('M70 -20l-8 -11 -2 14', mark, 3),
    ) + bulb(95, 14),
  light:
    bulb(40, 50) +
    line('M66 36L100 20M66 52h34M66 68l34 16', '#e0a800', 2.5) +
    rect(112, 8, 66, 92, '#fff6d6', `rx="4" stroke="${ink}" stroke-width="2"`),
  finger:
    rect(14, 74, 150, 8, '#e9edf3', `rx="3" stroke="${ink}" stroke-width="1.5"`) +
    hand(80, 4) +
    line('M24 96h120', mark, 3) +
    line('M134 88l12 8 -12 8', mark, 3),
  loupe:
    circle(80, 48, 34, '#ffffff', `stroke="${ink}" stroke-width="4"`) +
    guilloche(56, 32, 48, 34, ['#8ab6de', '#d98aa8'], 6, 1.2) +
    line('M105 73l26 26', ink, 8),
  turn:
    rect(20, 30, 66, 44, '#e9edf3', `rx="5" stroke="${ink}" stroke-width="2"`) +
    rect(110, 30, 66, 44, '#ffffff', `rx="5" stroke="${soft}" stroke-width="2" stroke-dasharray="5 4"`) +
    line('M54 20c20 -22 66 -22 88 0', mark, 3) +
    line('M144 6l-2 15 -14 -4', mark, 3),
  leaf:
    rect(30, 26, 60, 74, '#f6ecef', `rx="4" stroke="${ink}" stroke-width="2"`) +
    `<path d="M90 26c30 -22 52 -16 66 -10v74c-14 -6 -36 -12 -66 10z" fill="#ffffff" stroke="${ink}" stroke-width="2"/>` +
    line('M110 8c14 -8 30 -8 40 -2', mark, 3) +
    line('M143 -2l8 9 -12 3', mark, 3),
  read:
    line('M20 56c30 -44 120 -44 150 0c-30 44 -120 44 -150 0z', ink, 3) +
    circle(95, 56, 20, '#7d93b8') +
    circle(95, 56, 9, ink),
}

/** One of the two things that may be seen, 216 by 128: with a tick, a cross, or the way the document is held. */
const badges = {
  good: circle(0, 0, 13, good) + line('M-6 0l4 5 8 -9', paper, 3),
  bad: circle(0, 0, 13, bad) + line('M-5 -5l10 10M5 -5l-10 10', paper, 3),
  left: circle(0, 0, 13, ink) + `<g transform="rotate(-24)">${rect(-8, -2.5, 16, 5, paper, 'rx="1.5"')}</g>`,
  right: circle(0, 0, 13, ink) + `<g transform="rotate(24)">${rect(-8, -2.5, 16, 5, paper, 'rx="1.5"')}</g>`,
  dark: circle(0, 0, 13, ink) + circle(0, 0, 6, '#5b6472'),
  lit: circle(0, 0, 13, ink) + circle(0, 0, 6, '#ffd24d'),
}
const panel = (y, badge, ground, content, id) =>
  at(
    254,
    y,
    `<clipPath id="${id}">${rect(0, 0, 216, 136, paper, 'rx="10"')}</clipPath><g clip-path="url(#${id})">${rect(0, 0, 216, 136, ground)}${content}</g>` +
      rect(0, 0, 216, 136, 'none', `rx="10" stroke="${ink}" stroke-width="2"`) +
      at(20, 20, badges[badge]),
  )

/** A document seen from its edge: film above, card below. */
const layers = (y, { between = '', above = '', raised = '' } = {}) =>
  rect(0, y + 26, 216, 34, '#dfe6ee') +
  between +
  rect(0, y + 14, 216, 12, '#bfe3f2', 'fill-opacity="0.85"') +
  raised +
  above +
  line(`M0 ${y + 14}h216`, '#5d8ea3', 1.5)

const portrait = { tone: '#94979e' }
const film = (colour, x, y) =>
  face(58, 22, 84, 112, portrait) + stars(x, y, colour, 1.7) + line(`M${x - 44} ${y + 36}q44 26 88 -10`, colour, 4)
const lens = (colours, isDotted) =>
  circle(116, 68, 58, paper, `stroke="${ink}" stroke-width="5"`) +
  (isDotted
    ? times(81, (i) => circle(80 + (i % 9) * 9, 32 + Math.floor(i / 9) * 9, 1 + ((i * 7) % 5) * 0.6, colours[i % 2]))
    : guilloche(74, 34, 84, 70, colours, 7, 1.6)) +
  line('M157 110l22 22', ink, 9)
const kinds = {
  photo: {
    act: 'finger',
    seen: [
      [
        'good',
        '#eef3f8',
        face(66, 14, 64, 84, portrait) + at(0, 76, layers(0, { between: rect(50, 22, 100, 4, '#6a6d75') })),
      ],
      [
        'bad',
        '#fbefee',
        face(66, 10, 64, 84, portrait) +
          rect(60, 6, 76, 92, 'none', `stroke="${bad}" stroke-width="2" stroke-dasharray="4 3"`) +
          at(0, 76, layers(0, { raised: rect(50, 4, 100, 9, '#6a6d75', `stroke="${bad}" stroke-width="1.5"`) })),
      ],
    ],
  },
  film: {
    act: 'tilt',
    seen: [
      ['left', '#dfe7f2', film('#1a9c6b', 76, 62)],
      ['right', '#e9e2f2', film('#a23bb5', 122, 78)],
    ],
  },
  ink: {
    act: 'tilt',
    seen: [
      [
        'left',
        '#eef1f5',
        `<path d="M108 22l44 46 -44 46 -44 -46z" fill="#1f8f57"/>` + line('M84 68h48M96 54h24M96 82h24', '#bfe8cf', 4),
      ],
      [
        'right',
        '#eef1f5',
        `<path d="M108 22l44 46 -44 46 -44 -46z" fill="#7a3fa8"/>` + line('M84 68h48M96 54h24M96 82h24', '#e0c8f2', 4),
      ],
    ],
  },
  image: {
    act: 'tilt',
    seen: [
      ['left', '#e9edf3', face(72, 16, 74, 104, portrait)],
      [
        'right',
        '#e9edf3',
        rect(72, 16, 74, 104, '#d7dbe2', 'rx="3"') +
          words(84, 36, [50, 38, 50], 18) +
          line('M84 100h50', ink, 8, 'stroke-dasharray="7 4" stroke-linecap="butt"'),
      ],
    ],
  },
  lines: {
    act: 'loupe',
    seen: [
      ['good', '#eef3f8', lens(['#2f7fc1', '#c4577f'], false)],
      ['bad', '#fbefee', lens(['#2f7fc1', '#c4577f'], true)],
    ],
  },
  relief: {
    act: 'finger',
    seen: [
      [
        'good',
        '#eef3f8',
        at(
          0,
          70,
          rect(0, 20, 216, 46, '#dfe6ee') +
            times(
              4,
              (i) =>
                `<path d="M${40 + i * 36} 20c2 -16 20 -16 22 0z" fill="#9fb0c4" stroke="#5d6f86" stroke-width="1.5"/>`,
            ) +
            line('M0 20h216', '#5d6f86', 1.5),
        ) + at(92, 6, hand(0, 0), 0.9),
      ],
      [
        'bad',
        '#fbefee',
        at(
          0,
          70,
          rect(0, 20, 216, 46, '#dfe6ee') +
            times(4, (i) => rect(40 + i * 36, 20, 22, 4, '#9fb0c4')) +
            line('M0 20h216', '#5d6f86', 1.5),
        ) + at(92, 6, hand(0, 0), 0.9),
      ],
    ],
  },
  perforated: {
    act: 'leaf',
    seen: [
      [
        'good',
        '#f6ecef',
        at(
          0,
          8,
          times(3, (page) =>
            at(page * 10, page * 6, rect(36, 18, 136, 74, '#ffffff', 'rx="3" stroke="#a2647c" stroke-width="1.5"')),
          ) + digits(70, 46, true),
        ),
      ],
      [
        'bad',
        '#fbefee',
        at(
          0,
          8,
          rect(46, 24, 136, 74, '#ffffff', 'rx="3" stroke="#a2647c" stroke-width="1.5"') + digits(64, 42, false),
        ),
      ],
    ],
  },
  watermark: {
    act: 'light',
    seen: [
      [
        'lit',
        '#fff0bd',
        rect(58, 10, 104, 116, '#fff9e6', 'rx="3"') +
          `<g opacity="0.55">${face(78, 26, 64, 84, { ground: '#fdf3d2', tone: '#d7c27c', hair: '#b09a52', coat: '#c5af67' })}</g>`,
      ],
      ['dark', '#d5d8dd', rect(58, 10, 104, 116, '#f4f1ec', 'rx="3"')],
    ],
  },
  seal: {
    act: 'turn',
    seen: [
      ['good', '#eef3f8', matrix(70, 28, 84)],
      [
        'bad',
        '#fbefee',
        rect(56, 14, 110, 112, '#f7f2df', `rx="2" stroke="${bad}" stroke-width="2"`) +
          matrix(70, 30, 80) +
          `<path d="M166 14l-30 0 30 30z" fill="#d8cfa9" stroke="${bad}" stroke-width="2"/>`,
      ],
    ],
  },
  whole: {
    act: 'finger',
    seen: [
      ['good', '#eef3f8', at(0, 34, layers(0, { between: rect(50, 22, 90, 4, '#6a6d75') }))],
      [
        'bad',
        '#fbefee',
        at(
          0,
          34,
          layers(0, {
            between: rect(50, 22, 90, 4, '#6a6d75'),
            above:
              `<path d="M130 14c20 -2 50 -22 92 -34v12c-40 10 -64 30 -92 34z" fill="#bfe3f2" stroke="${bad}" stroke-width="2"/>` +
              `<ellipse cx="90" cy="20" rx="26" ry="7" fill="#ffffff" stroke="${bad}" stroke-width="2"/>`,
          }),
        ),
      ],
    ],
  },
  under: {
    act: 'finger',
    seen: [
      [
        'good',
        '#eef3f8',
        line('M60 34c14 -26 24 14 36 -6s20 -10 34 4 20 -12 34 -2', '#27408b', 3) +
          at(0, 62, layers(0, { between: rect(56, 22, 108, 4, '#27408b') })),
      ],
      [
        'bad',
        '#fbefee',
        line('M60 34c14 -26 24 14 36 -6s20 -10 34 4 20 -12 34 -2', '#27408b', 3) +
          at(0, 62, layers(0, { raised: rect(56, 9, 108, 5, '#27408b') })),
      ],
    ],
  },
  twice: {
    act: 'read',
    seen: [
      ['good', '#eef3f8', numbers('880692310285', '880692310285', good)],
      ['bad', '#fbefee', numbers('880692310285', '880692319285', bad)],
    ],
  },
  back: {
    act: 'turn',
    seen: [
      [
        'good',
        '#eef3f8',
        times(4, (i) => words(56, 26 + i * 26, [100 - i * 14], 8) + at(180, 28 + i * 26, badges.good, 0.6)),
      ],
      [
        'bad',
        '#fbefee',
        times(4, (i) =>
          i === 2
            ? rect(56, 70, 80, 14, 'none', `rx="2" stroke="${bad}" stroke-width="2" stroke-dasharray="4 3"`) +
              at(180, 80, badges.bad, 0.6)
            : words(56, 26 + i * 26, [100 - i * 14], 8) + at(180, 28 + i * 26, badges.good, 0.6),
        ),
      ],
    ],
  },
  validity: {
    act: 'turn',
    seen: [
      ['good', '#eef3f8', term(118, good)],
      ['bad', '#fbefee', term(206, bad)],
    ],
  },
  length: {
    act: 'read',
    seen: [
      ['good', '#eef3f8', years(5, good)],
      ['bad', '#fbefee', years(1, bad)],
    ],
  },
}

/** Seven strokes of a digit, as holes or printed. */
function digits(x, y, isPerforated) {
  const shapes = ['M0 0v28', 'M0 0h14v14h-14v14h14', 'M14 0v28M0 0v14h14', 'M0 0h14v28h-14z']
  return shapes
    .map((d, i) =>
      at(x + i * 22, y, line(d, ink, isPerforated ? 3.6 : 3, isPerforated ? 'stroke-dasharray="0.1 5.400"' : '')),
    )
    .join('')
}
function numbers(above, below, colour) {
  const text = (y, value) =>
    `<text x="112" y="${y}" font-family="monospace" font-size="19" font-weight="700" text-anchor="middle" textLength="144" fill="${ink}">${value}</text>`
  const differs = [...above].findIndex((digit, index) => digit !== below[index])
  const ring =
    differs < 0 ? '' : rect(40 + differs * 12 - 1, 77, 14, 26, 'none', `rx="3" stroke="${bad}" stroke-width="2.500"`)
  return text(46, above) + line('M102 60h20M102 68h20', colour, 3) + text(96, below) + ring
}
/** The years that the document is valid, and today on that line. */
function term(today, colour) {
  return (
    rect(30, 62, 150, 12, colour, 'rx="6" fill-opacity="0.35"') +
    line('M30 52v32M180 52v32', ink, 3) +
    `<path d="M${today} 82l-8 14h16z" fill="${mark}"/>` +
    `<text x="105" y="50" font-family="sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="${ink}">10 / 15</text>`
  )
}
function years(count, colour) {
  return (
    times(5, (i) =>
      rect(
        34 + i * 31,
        50,
        26,
        36,
        i < count ? colour : '#ffffff',
        `rx="4" stroke="${ink}" stroke-width="1.500" ${i < count ? 'fill-opacity="0.6"' : 'stroke-dasharray="3 3"'}`,
      ),
    ) +
    `<text x="109" y="116" font-family="sans-serif" font-size="20" font-weight="700" text-anchor="middle" fill="${ink}">${count}</text>`
  )
}

/** What stands elsewhere in another edition of the same document: the ring is dashed, and the clerk looks around. */
const wandering = ['film', 'ink', 'image', 'relief', 'perforated', 'watermark']

/** Per feature: its kind, the side of the document, and the place on it (left, top, width, height). */
const features = {
  passport_photo_in_page: ['photo', 'passport', 'front', [8, 18, 68, 88]],
  passport_film_shifts: ['film', 'passport', 'front', [6, 16, 208, 96]],
  passport_number_perforated: ['perforated', 'passport', 'back', [40, 112, 140, 30]],
  passport_watermark: ['watermark', 'passport', 'back', [118, 18, 90, 108]],
  passport_fine_lines: ['lines', 'passport', 'front', [82, 18, 126, 90]],
  passport_ink_changes: ['ink', 'passport', 'front', [160, 70, 50, 42]],
  cnie_photo_in_card: ['photo', 'cnie', 'front', [8, 30, 66, 86]],
  cnie_film_shifts: ['film', 'cnie', 'front', [42, 56, 54, 62]],
  cnie_relief: ['relief', 'cnie', 'front', [76, 28, 114, 70]],
  cnie_image_changes: ['image', 'cnie', 'front', [156, 72, 54, 40]],
  cnie_ink_changes: ['ink', 'cnie', 'front', [156, 30, 54, 40]],
  cnie_fine_lines: ['lines', 'cnie', 'front', [76, 8, 136, 124]],
  cnie_seal_printed: ['seal', 'cnie', 'back', [160, 6, 54, 54]],
  cni_film_whole: ['whole', 'cni', 'front', [6, 24, 66, 80]],
  cni_film_shifts: ['film', 'cni', 'front', [6, 8, 208, 98]],
  cni_fine_lines: ['lines', 'cni', 'front', [70, 8, 142, 98]],
  cni_number_twice: ['twice', 'cni', 'front', [70, 8, 108, 16], [6, 108, 208, 26]],
  cni_signature_under_film: ['under', 'cni', 'front', [74, 74, 86, 26]],
  cni_back_stamp: ['back', 'cni', 'back', [8, 8, 204, 122]],
  cni_validity_printed: ['validity', 'cni', 'back', [10, 64, 116, 16]],
  permit_photo_in_card: ['photo', 'permit', 'front', [8, 28, 66, 86]],
  permit_film_shifts: ['film', 'permit', 'front', [42, 28, 54, 62]],
  permit_relief: ['relief', 'permit', 'front', [76, 28, 114, 60]],
  permit_image_changes: ['image', 'permit', 'front', [148, 90, 60, 42]],
  permit_ink_changes: ['ink', 'permit', 'front', [156, 30, 54, 40]],
  permit_fine_lines: ['lines', 'permit', 'front', [76, 8, 136, 124]],
  permit_length_printed: ['length', 'permit', 'front', [76, 66, 100, 16]],
}

const svg = (width, height, content) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">\n${content.replaceAll(' />', '/>')}\n</svg>\n`
const ring = ([x, y, w, h], isSure = true) =>
  rect(x, y, w, h, 'none', `rx="7" stroke="${mark}" stroke-width="4" ${isSure ? '' : 'stroke-dasharray="9 6"'}`)
const write = (name, content) => writeFileSync(join(root, 'assets/features', `${name}.svg`), content)

for (const [id, [kind, type, side, ...places]] of Object.entries(features)) {
  const { act, seen } = kinds[kind]
  const [[first, firstGround, firstContent], [second, secondGround, secondContent]] = seen
  const [x, y, w, h] = places[0]
  const lead = line(`M${10 + x + w} ${16 + y + h / 2}H240V74h14M240 ${16 + y + h / 2}V232h14`, mark, 2.5)
  write(
    id,
    svg(
      480,
      312,
      rect(0, 0, 480, 312, '#f7f8fa', 'rx="12"') +
        lead +
        at(10, 16, documents[type][side] + places.map((place) => ring(place, !wandering.includes(kind))).join('')) +
        at(22, 186, acts[act]) +
        panel(6, first, firstGround, firstContent, `${id}-1`) +
        panel(164, second, secondGround, secondContent, `${id}-2`),
    ),
  )
}

/** What stands in the help: both sides, with what is read there marked. */
const sides = {
  cnie: ['cnie', [[154, 112, 58, 22]], [[6, 92, 208, 38]]],
  cni_1995: ['cni', [[4, 106, 212, 28]], [[10, 64, 116, 16]]],
  passport: ['passport', [[4, 118, 212, 28]], []],
  residence_permit: ['permit', [], [[6, 92, 208, 38]]],
}
for (const [id, [type, front, back]] of Object.entries(sides))
  write(
    `document_${id}`,
    svg(
      460,
      158,
      at(4, 4, documents[type].front + front.map((place) => ring(place)).join('')) +
        at(236, 4, documents[type].back + back.map((place) => ring(place)).join('')),
    ),
  )
