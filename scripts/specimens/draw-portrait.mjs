const centre = 206
const eyeLine = 246

/** Mixes two colours; `share` of the second. */
function mix(first, second, share) {
  const parts = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  const [a, b] = [parts(first), parts(second)]
  return `#${a
    .map((value, at) =>
      Math.round(value + (b[at] - value) * share)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}
const darker = (colour, share) => mix(colour, '#2a1410', share)
const lighter = (colour, share) => mix(colour, '#fff6ea', share)
const x = (offset) => centre + offset
const y = (offset) => eyeLine + offset

function facePath({ face, jaw, chin }) {
  return `M${x(-face)} ${y(-30)} C${x(-face)} ${y(-160)} ${x(face)} ${y(-160)} ${x(face)} ${y(-30)}
    C${x(face + 2)} ${y(30)} ${x(face - 6)} ${y(60)} ${x(jaw)} ${y(98)}
    C${x(jaw - 16)} ${y(chin - 6)} ${x(26)} ${y(chin + 6)} ${x(0)} ${y(chin + 6)}
    C${x(-26)} ${y(chin + 6)} ${x(-jaw + 16)} ${y(chin - 6)} ${x(-jaw)} ${y(98)}
    C${x(-face + 6)} ${y(60)} ${x(-face - 2)} ${y(30)} ${x(-face)} ${y(-30)}Z`
}

function ear(person, side) {
  const at = side * (person.face + 4)
  const inner = side * (person.face + 3)
  const ring = person.earrings
    ? `<circle cx="${x(side * (person.face + 6))}" cy="${y(44)}" r="5.5" fill="${person.earrings}" stroke="${darker(person.earrings, 0.3)}"/>`
    : ''
  return `<ellipse cx="${x(at)}" cy="${y(8)}" rx="15" ry="33" fill="${darker(person.skin, 0.1)}"/>
    <path d="M${x(inner + side * 6)} ${y(-12)} q${side * 8} 16 ${-side * 2} 38" fill="none" stroke="${darker(person.skin, 0.32)}" stroke-width="3" stroke-linecap="round"/>${ring}`
}

function eye(person, side) {
  const { eyeSize, eyeTilt, skin, brow } = person
  const [w, h] = [21 * eyeSize, 10.5 * eyeSize]
  const [cx, cy] = [x(side * person.eyeGap), eyeLine]
  const white = `M${cx - w} ${cy + 2} Q${cx} ${cy - h * 1.55} ${cx + w} ${cy} Q${cx} ${cy + h * 1.25} ${cx - w} ${cy + 2}Z`
  const id = `eye${side > 0 ? 'R' : 'L'}`
  const browY = cy - 29
  return `<g transform="rotate(${side * eyeTilt} ${cx} ${cy})">
    <ellipse cx="${cx}" cy="${cy - 3}" rx="${w + 8}" ry="${h + 9}" fill="${darker(skin, 0.24)}" opacity=".28" filter="url(#soft)"/>
    <clipPath id="${id}"><path d="${white}"/></clipPath>
    <path d="${white}" fill="#f7f4f0"/>
    <g clip-path="url(#${id})"><circle cx="${cx}" cy="${cy - 1}" r="${9.4 * eyeSize}" fill="${person.eye}"/>
      <circle cx="${cx}" cy="${cy - 1}" r="${9.4 * eyeSize}" fill="none" stroke="${darker(person.eye, 0.55)}" stroke-width="2"/>
      <circle cx="${cx}" cy="${cy - 1}" r="4.3" fill="#120c0a"/><circle cx="${cx + 3}" cy="${cy - 5}" r="2.3" fill="#fff"/>
      <path d="M${cx - w} ${cy - 8} h${2 * w} v5 h${-2 * w}Z" fill="#3a241c" opacity=".22"/></g>
    <path d="M${cx - w} ${cy + 2} Q${cx} ${cy - h * 1.55} ${cx + w} ${cy}" fill="none" stroke="${darker(skin, 0.78)}" stroke-width="3" stroke-linecap="round"/>
    <path d="M${cx - w + 2} ${cy - 8} Q${cx} ${cy - h * 2.15} ${cx + w} ${cy - 9}" fill="none" stroke="${darker(skin, 0.34)}" stroke-width="1.8"/>
    <path d="M${cx - w + 4} ${cy + 9} Q${cx} ${cy + h * 1.45} ${cx + w - 4} ${cy + 7}" fill="none" stroke="${darker(skin, 0.28)}" stroke-width="1.4"/>
    <path d="M${cx - side * 24} ${browY + 6} Q${cx + side * 2} ${browY - 8} ${cx + side * 29} ${browY + 5}" fill="none" stroke="${darker(person.browColour ?? person.hair, 0.25)}" stroke-width="${6.2 * brow}" stroke-linecap="round" opacity=".92"/></g>`
}

function nose({ nose: size, skin }) {
  const w = 15 * size
  const dark = darker(skin, 0.4)
  return `<path d="M${x(-9)} ${y(-8)} Q${x(-14)} ${y(30)} ${x(-w)} ${y(44)} Q${x(0)} ${y(66)} ${x(w)} ${y(44)} Q${x(14)} ${y(30)} ${x(9)} ${y(-8)}Z" fill="${lighter(skin, 0.18)}" opacity=".5" filter="url(#soft)"/>
    <path d="M${x(9)} ${y(0)} Q${x(13)} ${y(28)} ${x(w)} ${y(42)}" fill="none" stroke="${dark}" stroke-width="2" opacity=".35" stroke-linecap="round"/>
    <path d="M${x(-w - 1)} ${y(47)} q-3 -10 5 -12 M${x(w + 1)} ${y(47)} q3 -10 -5 -12" fill="none" stroke="${dark}" stroke-width="2.4" stroke-linecap="round" opacity=".75"/>
    <path d="M${x(-w + 3)} ${y(50)} q6 -4 10 1 q${w - 13} 5 ${2 * w - 26} 0 q4 -5 10 -1" fill="none" stroke="${darker(skin, 0.55)}" stroke-width="2.8" stroke-linecap="round"/>`
}

function mouth({ mouth: size, lips }) {
  const w = 29 * size
  return `<path d="M${x(-w)} ${y(84)} Q${x(-9)} ${y(74)} ${x(0)} ${y(78)} Q${x(9)} ${y(74)} ${x(w)} ${y(84)} Q${x(0)} ${y(88)} ${x(-w)} ${y(84)}Z" fill="${darker(lips, 0.14)}"/>
    <path d="M${x(-w)} ${y(84)} Q${x(0)} ${y(89)} ${x(w)} ${y(84)} Q${x(12)} ${y(100)} ${x(0)} ${y(100)} Q${x(-12)} ${y(100)} ${x(-w)} ${y(84)}Z" fill="${lips}"/>
    <path d="M${x(-w)} ${y(84)} Q${x(0)} ${y(89)} ${x(w)} ${y(84)}" fill="none" stroke="${darker(lips, 0.6)}" stroke-width="2.2" stroke-linecap="round"/>
    <ellipse cx="${x(0)}" cy="${y(94)}" rx="11" ry="3" fill="${lighter(lips, 0.4)}" opacity=".45"/>`
}

function marks(person) {
  const dark = darker(person.skin, 0.6)
  const moles = person.moles.map(([dx, dy]) => `<circle cx="${x(dx)}" cy="${y(dy)}" r="3.4" fill="${dark}"/>`).join('')
  const spots = person.freckles
    ? [...Array(26).keys()]
        .map((at) => {
          const side = at % 2 ? 1 : -1
          const dx = side * (18 + ((at * 37) % 52))
          return `<circle cx="${x(dx)}" cy="${y(26 + ((at * 23) % 30))}" r="${1.3 + (at % 3) * 0.4}" fill="${darker(person.skin, 0.38)}" opacity=".6"/>`
        })
        .join('')
    : ''
  const scar = person.scar
    ? `<path d="M${x(50)} ${y(-50)} l12 26" stroke="${lighter(person.skin, 0.45)}" stroke-width="4" stroke-linecap="round"/>`
    : ''
  return moles + spots + scar
}

function wrinkles({ wrinkles: count, skin, face }) {
  if (count === 0) return ''
  const line = (d) =>
    `<path d="${d}" fill="none" stroke="${darker(skin, 0.36)}" stroke-width="2" stroke-linecap="round" opacity=".6"/>`
  const forehead = [...Array(count - 1).keys()].map((at) => line(`M${x(-46)} ${y(-62 - at * 13)} q46 -8 92 0`))
  const sides = [-1, 1].flatMap((side) => [
    line(`M${x(side * 32)} ${y(52)} q${side * 16} 18 ${side * 12} 38`),
    line(`M${x(side * (face - 22))} ${y(-4)} l${side * 14} -7 M${x(side * (face - 22))} ${y(4)} l${side * 15} 4`),
    line(`M${x(side * 26)} ${y(20)} q${side * 16} 8 ${side * 32} -1`),
  ])
  return [...forehead, ...sides].join('')
}

const beards = {
  full: (
    p,
  ) => `<path d="M${x(-p.face + 3)} ${y(22)} C${x(-p.face + 10)} ${y(70)} ${x(-p.jaw)} ${y(62)} ${x(-42)} ${y(66)} Q${x(0)} ${y(52)} ${x(42)} ${y(66)} C${x(p.jaw)} ${y(62)} ${x(p.face - 10)} ${y(70)} ${x(p.face - 3)} ${y(22)} C${x(p.face)} ${y(70)} ${x(p.jaw + 4)} ${y(100)} ${x(p.jaw - 2)} ${y(108)} C${x(p.jaw - 20)} ${y(p.chin + 8)} ${x(26)} ${y(p.chin + 16)} ${x(0)} ${y(p.chin + 16)} C${x(-26)} ${y(p.chin + 16)} ${x(-p.jaw + 20)} ${y(p.chin + 8)} ${x(-p.jaw + 2)} ${y(108)} C${x(-p.jaw - 4)} ${y(100)} ${x(-p.face)} ${y(70)} ${x(-p.face + 3)} ${y(22)}Z" fill="${p.hair}" opacity=".88"/>
    <ellipse cx="${x(0)}" cy="${y(90)}" rx="35" ry="17" fill="${p.skin}" opacity=".18"/>`,
  moustache: (p) =>
    `<path d="M${x(-36)} ${y(76)} Q${x(-20)} ${y(58)} ${x(0)} ${y(64)} Q${x(20)} ${y(58)} ${x(36)} ${y(76)} Q${x(16)} ${y(74)} ${x(0)} ${y(74)} Q${x(-16)} ${y(74)} ${x(-36)} ${y(76)}Z" fill="${p.hair}"/>`,
  goatee: (p) =>
    `<path d="M${x(-34)} ${y(70)} Q${x(0)} ${y(56)} ${x(34)} ${y(70)} Q${x(42)} ${y(92)} ${x(28)} ${y(p.chin)} Q${x(0)} ${y(p.chin + 16)} ${x(-28)} ${y(p.chin)} Q${x(-42)} ${y(92)} ${x(-34)} ${y(70)}Z M${x(-31)} ${y(76)} Q${x(-34)} ${y(104)} ${x(0)} ${y(106)} Q${x(34)} ${y(104)} ${x(31)} ${y(76)} Q${x(0)} ${y(66)} ${x(-31)} ${y(76)}Z" fill="${p.hair}" fill-rule="evenodd" opacity=".85"/>`,
}

const strand = (d, colour, width = 3) =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" opacity=".55"/>`

/** Hair behind the head and in front of it. */
const hairStyles = {
  bob: {
    back: (p) =>
      `<path d="M${x(-p.face - 22)} ${y(110)} C${x(-p.face - 42)} ${y(-20)} ${x(-p.face - 20)} ${y(-172)} ${x(0)} ${y(-172)} C${x(p.face + 20)} ${y(-172)} ${x(p.face + 42)} ${y(-20)} ${x(p.face + 22)} ${y(110)} Q${x(p.face - 20)} ${y(140)} ${x(p.face - 30)} ${y(90)} L${x(-p.face + 30)} ${y(90)} Q${x(-p.face + 20)} ${y(140)} ${x(-p.face - 22)} ${y(110)}Z"/>`,
    front: (p) =>
      `<path d="M${x(-p.face - 8)} ${y(40)} C${x(-p.face - 24)} ${y(-110)} ${x(-56)} ${y(-166)} ${x(6)} ${y(-164)} C${x(74)} ${y(-162)} ${x(p.face + 24)} ${y(-96)} ${x(p.face + 8)} ${y(40)} C${x(p.face + 2)} ${y(-40)} ${x(p.face - 24)} ${y(-88)} ${x(28)} ${y(-110)} C${x(-20)} ${y(-70)} ${x(-p.face + 16)} ${y(-64)} ${x(-p.face + 6)} ${y(-34)} Z"/>`,
    strands: (p) => [
      `M${x(26)} ${y(-112)} C${x(-14)} ${y(-84)} ${x(-54)} ${y(-78)} ${x(-p.face + 2)} ${y(-46)}`,
      `M${x(30)} ${y(-122)} C${x(62)} ${y(-112)} ${x(p.face)} ${y(-70)} ${x(p.face + 8)} ${y(0)}`,
    ],
  },
  long: {
    back: (p) =>
      `<path d="M${x(-p.face - 24)} ${y(250)} C${x(-p.face - 46)} ${y(60)} ${x(-p.face - 32)} ${y(-176)} ${x(0)} ${y(-174)} C${x(p.face + 32)} ${y(-176)} ${x(p.face + 46)} ${y(60)} ${x(p.face + 24)} ${y(250)} L${x(p.face - 34)} ${y(250)} L${x(p.face - 30)} ${y(60)} L${x(-p.face + 30)} ${y(60)} L${x(-p.face + 34)} ${y(250)}Z"/>`,
    front: (p) =>
      `<path d="M${x(-p.face - 8)} ${y(70)} C${x(-p.face - 26)} ${y(-110)} ${x(-60)} ${y(-168)} ${x(0)} ${y(-168)} C${x(60)} ${y(-168)} ${x(p.face + 26)} ${y(-110)} ${x(p.face + 8)} ${y(70)} C${x(p.face + 4)} ${y(0)} ${x(p.face - 8)} ${y(-30)} ${x(p.face - 12)} ${y(-46)} Q${x(0)} ${y(-66)} ${x(-p.face + 12)} ${y(-46)} C${x(-p.face + 8)} ${y(-30)} ${x(-p.face - 4)} ${y(0)} ${x(-p.face - 8)} ${y(70)}Z"/>`,
    strands: () =>
      [-60, -30, 0, 30, 60].map((dx) => `M${x(dx * 0.35)} ${y(-160)} Q${x(dx * 0.9)} ${y(-110)} ${x(dx)} ${y(-58)}`),
  },
  side: {
    back: () => '',
    front: (p) =>
      `<path d="M${x(-p.face - 3)} ${y(-14)} C${x(-p.face - 18)} ${y(-110)} ${x(-80)} ${y(-164)} ${x(-10)} ${y(-166)} C${x(60)} ${y(-170)} ${x(p.face + 18)} ${y(-120)} ${x(p.face + 3)} ${y(-14)} C${x(p.face - 4)} ${y(-40)} ${x(p.face - 6)} ${y(-60)} ${x(p.face - 16)} ${y(-84)} C${x(30)} ${y(-92)} ${x(-20)} ${y(-96)} ${x(-48)} ${y(-116)} C${x(-66)} ${y(-100)} ${x(-p.face + 6)} ${y(-80)} ${x(-p.face - 3)} ${y(-14)}Z"/>`,
    strands: (p) => [
      `M${x(-46)} ${y(-122)} C${x(0)} ${y(-108)} ${x(50)} ${y(-106)} ${x(p.face - 14)} ${y(-92)}`,
      `M${x(-40)} ${y(-140)} C${x(10)} ${y(-130)} ${x(54)} ${y(-128)} ${x(p.face - 6)} ${y(-104)}`,
    ],
  },
  short: {
    back: () => '',
    front: (p) =>
      `<path d="M${x(-p.face - 3)} ${y(-6)} C${x(-p.face - 16)} ${y(-120)} ${x(-70)} ${y(-160)} ${x(0)} ${y(-160)} C${x(70)} ${y(-160)} ${x(p.face + 16)} ${y(-120)} ${x(p.face + 3)} ${y(-6)} C${x(p.face - 6)} ${y(-44)} ${x(p.face - 8)} ${y(-70)} ${x(p.face - 22)} ${y(-92)} Q${x(0)} ${y(-116)} ${x(-p.face + 22)} ${y(-92)} C${x(-p.face + 8)} ${y(-70)} ${x(-p.face + 6)} ${y(-44)} ${x(-p.face - 3)} ${y(-6)}Z"/>`,
    strands: () =>
      [-50, -20, 14, 46].map((dx) => `M${x(dx)} ${y(-104 - (50 - Math.abs(dx)) / 6)} q6 -22 ${dx / 6} -40`),
  },
  crop: {
    back: () => '',
    front: (p) =>
      `<path d="M${x(-p.face)} ${y(-24)} C${x(-p.face - 8)} ${y(-116)} ${x(-66)} ${y(-148)} ${x(0)} ${y(-148)} C${x(66)} ${y(-148)} ${x(p.face + 8)} ${y(-116)} ${x(p.face)} ${y(-24)} C${x(p.face - 6)} ${y(-60)} ${x(p.face - 12)} ${y(-84)} ${x(p.face - 28)} ${y(-94)} L${x(-p.face + 28)} ${y(-94)} C${x(-p.face + 12)} ${y(-84)} ${x(-p.face + 6)} ${y(-60)} ${x(-p.face)} ${y(-24)}Z" opacity=".93"/>`,
    strands: () => [],
  },
  afro: {
    back: (p) =>
      `<path d="M${x(-p.face - 40)} ${y(40)} C${x(-p.face - 84)} ${y(-60)} ${x(-p.face - 50)} ${y(-214)} ${x(0)} ${y(-212)} C${x(p.face + 50)} ${y(-214)} ${x(p.face + 84)} ${y(-60)} ${x(p.face + 40)} ${y(40)} Q${x(p.face)} ${y(70)} ${x(p.face - 20)} ${y(20)} L${x(-p.face + 20)} ${y(20)} Q${x(-p.face)} ${y(70)} ${x(-p.face - 40)} ${y(40)}Z"/>${curls(p, 30, 132, 16)}`,
    front: (p) =>
      `<path d="M${x(-p.face - 4)} ${y(-10)} C${x(-p.face - 24)} ${y(-130)} ${x(-50)} ${y(-176)} ${x(0)} ${y(-176)} C${x(50)} ${y(-176)} ${x(p.face + 24)} ${y(-130)} ${x(p.face + 4)} ${y(-10)} C${x(p.face - 4)} ${y(-50)} ${x(p.face - 22)} ${y(-92)} ${x(0)} ${y(-98)} C${x(-p.face + 22)} ${y(-92)} ${x(-p.face + 4)} ${y(-50)} ${x(-p.face - 4)} ${y(-10)}Z"/>`,
    strands: () => [],
  },
  curls: {
    back: (p) => `<ellipse cx="${x(0)}" cy="${y(-50)}" rx="${p.face + 26}" ry="120"/>${curls(p, 24, 112, 20)}`,
    front: () =>
      `<path d="M${x(-82)} ${y(-66)} Q${x(0)} ${y(-120)} ${x(82)} ${y(-66)} V${y(-110)} Q${x(0)} ${y(-170)} ${x(-82)} ${y(-110)}Z"/>` +
      [-84, -62, -38, -12, 16, 42, 66, 86]
        .map((dx, at) => `<circle cx="${x(dx)}" cy="${y(-104 + Math.abs(dx) * 0.36 - (at % 2) * 8)}" r="26"/>`)
        .join(''),
    strands: () =>
      [-74, -44, -12, 22, 54, 80].map((dx) => `M${x(dx - 12)} ${y(-100 + Math.abs(dx) * 0.3)} q10 -22 26 -6`),
  },
  fringe: {
    back: (p) => `<ellipse cx="${x(0)}" cy="${y(-56)}" rx="${p.face + 10}" ry="110"/>`,
    front: (p) =>
      `<path d="M${x(-p.face - 8)} ${y(16)} C${x(-p.face - 24)} ${y(-120)} ${x(-64)} ${y(-170)} ${x(4)} ${y(-168)} C${x(78)} ${y(-168)} ${x(p.face + 22)} ${y(-110)} ${x(p.face + 8)} ${y(12)} C${x(p.face)} ${y(-20)} ${x(p.face - 8)} ${y(-44)} ${x(p.face - 16)} ${y(-66)} L${x(52)} ${y(-50)} L${x(40)} ${y(-66)} L${x(14)} ${y(-46)} L${x(0)} ${y(-64)} L${x(-28)} ${y(-46)} L${x(-42)} ${y(-64)} L${x(-p.face + 12)} ${y(-40)} C${x(-p.face + 6)} ${y(-24)} ${x(-p.face - 2)} ${y(-10)} ${x(-p.face - 8)} ${y(16)}Z"/>`,
    strands: () =>
      [-50, -22, 6, 34, 60].map((dx) => `M${x(dx * 0.4)} ${y(-160)} Q${x(dx * 1.1)} ${y(-110)} ${x(dx)} ${y(-62)}`),
  },
  bun: {
    back: (p) =>
      `<circle cx="${x(0)}" cy="${y(-176)}" r="42"/><ellipse cx="${x(0)}" cy="${y(-58)}" rx="${p.face + 6}" ry="106"/>`,
    front: (p) =>
      `<path d="M${x(-p.face - 4)} ${y(0)} C${x(-p.face - 16)} ${y(-118)} ${x(-60)} ${y(-158)} ${x(0)} ${y(-158)} C${x(60)} ${y(-158)} ${x(p.face + 16)} ${y(-118)} ${x(p.face + 4)} ${y(0)} C${x(p.face - 2)} ${y(-50)} ${x(48)} ${y(-100)} ${x(0)} ${y(-112)} C${x(-48)} ${y(-100)} ${x(-p.face + 2)} ${y(-50)} ${x(-p.face - 4)} ${y(0)}Z"/>`,
    strands: (p) =>
      [-1, 1].flatMap((s) => [
        `M${x(s * 6)} ${y(-152)} Q${x(s * 54)} ${y(-128)} ${x(s * (p.face - 2))} ${y(-46)}`,
        `M${x(s * 10)} ${y(-124)} Q${x(s * 50)} ${y(-106)} ${x(s * (p.face - 8))} ${y(-44)}`,
      ]),
  },
  bald: {
    back: () => '',
    front: (p) =>
      [-1, 1]
        .map(
          (s) =>
            `<path d="M${x(s * (p.face + 2))} ${y(16)} C${x(s * (p.face + 20))} ${y(-40)} ${x(s * (p.face + 10))} ${y(-78)} ${x(s * (p.face - 14))} ${y(-92)} C${x(s * (p.face - 8))} ${y(-60)} ${x(s * (p.face - 8))} ${y(-30)} ${x(s * (p.face + 2))} ${y(16)}Z"/>`,
        )
        .join(''),
    strands: () => [],
  },
}

function curls(p, count, radius, size) {
  return [...Array(count).keys()]
    .map((at) => {
      const angle = Math.PI * (0.92 + (1.16 * at) / (count - 1))
      const dx = Math.cos(angle) * (p.face + radius - 92)
      const dy = -50 + Math.sin(angle) * (radius + 12)
      return `<circle cx="${x(dx).toFixed(1)}" cy="${y(dy).toFixed(1)}" r="${size}"/>`
    })
    .join('')
}

const frames = {
  square: (side) => `<rect x="${x(side * 43 - 33)}" y="${y(-20)}" width="66" height="44" rx="9"/>`,
  round: (side) => `<circle cx="${x(side * 43)}" cy="${y(2)}" r="33"/>`,
}

function glasses({ glasses: shape, face }) {
  if (shape === null) return ''
  const colour = shape === 'round' ? '#7a5a2c' : '#1f2226'
  return `<g fill="#ffffff" fill-opacity=".10" stroke="${colour}" stroke-width="${shape === 'round' ? 3.4 : 5}">${frames[shape](-1)}${frames[shape](1)}
    <path d="M${x(-11)} ${y(-3)} Q${x(0)} ${y(-10)} ${x(11)} ${y(-3)} M${x(-76)} ${y(-6)} L${x(-face - 3)} ${y(-10)} M${x(76)} ${y(-6)} L${x(face + 3)} ${y(-10)}" fill="none"/></g>`
}

const collars = {
  round: (p) =>
    `<path d="M${x(-62)} 412 Q${x(0)} 476 ${x(62)} 412" fill="none" stroke="${darker(p.clothes, 0.3)}" stroke-width="9"/>`,
  shirt: (p) =>
    `<path d="M${x(-56)} 402 L${x(0)} 470 L${x(-62)} 500 L${x(-84)} 416Z M${x(56)} 402 L${x(0)} 470 L${x(62)} 500 L${x(84)} 416Z" fill="${lighter(p.clothes, 0.16)}" stroke="${darker(p.clothes, 0.35)}" stroke-width="2"/><path d="M${x(0)} 470 V531" stroke="${darker(p.clothes, 0.35)}" stroke-width="2"/>`,
  hood: (p) =>
    `<path d="M${x(-92)} 430 Q${x(-60)} 384 ${x(-50)} 402 Q${x(0)} 480 ${x(50)} 402 Q${x(60)} 384 ${x(92)} 430 Q${x(60)} 500 ${x(0)} 508 Q${x(-60)} 500 ${x(-92)} 430Z" fill="${darker(p.clothes, 0.16)}"/><path d="M${x(-22)} 492 v34 M${x(22)} 492 v34" stroke="#eef2f6" stroke-width="4"/>`,
}

function defs({ skin, hair, clothes }) {
  return `<defs>
    <radialGradient id="ground" cx=".5" cy=".4" r=".85"><stop offset="0" stop-color="#eceff1"/><stop offset="1" stop-color="#cfd5d9"/></radialGradient>
    <radialGradient id="skin" cx=".44" cy=".38" r=".72"><stop offset="0" stop-color="${lighter(skin, 0.22)}"/><stop offset=".6" stop-color="${skin}"/><stop offset="1" stop-color="${darker(skin, 0.22)}"/></radialGradient>
    <linearGradient id="neck" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${darker(skin, 0.36)}"/><stop offset=".55" stop-color="${darker(skin, 0.12)}"/><stop offset="1" stop-color="${skin}"/></linearGradient>
    <linearGradient id="hair" x1=".2" y1="0" x2=".8" y2="1"><stop offset="0" stop-color="${lighter(hair, 0.16)}"/><stop offset=".5" stop-color="${hair}"/><stop offset="1" stop-color="${darker(hair, 0.3)}"/></linearGradient>
    <linearGradient id="cloth" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="${lighter(clothes, 0.12)}"/><stop offset="1" stop-color="${darker(clothes, 0.3)}"/></linearGradient>
    <filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="7"/></filter></defs>`
}

/** An SVG portrait in the manner of an identity photograph: frontal, neutral, plain ground. */
export function drawPortrait(person) {
  const style = hairStyles[person.style]
  const blush = [-1, 1].map(
    (side) =>
      `<ellipse cx="${x(side * 56)}" cy="${y(46)}" rx="24" ry="17" fill="${mix(person.skin, '#c4483f', 0.3)}" opacity=".35" filter="url(#soft)"/>`,
  )
  const strands = style.strands(person).map((d) => strand(d, lighter(person.hair, 0.24)))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="413" height="531" viewBox="0 0 413 531">${defs(person)}
    <rect width="413" height="531" fill="url(#ground)"/>
    <g fill="url(#hair)">${style.back(person)}</g>
    <path d="M${x(-206)} 531 C${x(-200)} 452 ${x(-150)} 432 ${x(-66)} 408 L${x(66)} 408 C${x(150)} 432 ${x(200)} 452 ${x(207)} 531Z" fill="url(#cloth)"/>
    <path d="M${x(-46)} ${y(80)} L${x(-48)} 400 Q${x(-60)} 414 ${x(-62)} 414 Q${x(0)} 474 ${x(62)} 414 Q${x(60)} 414 ${x(48)} 400 L${x(46)} ${y(80)}Z" fill="url(#neck)"/>
    ${collars[person.collar](person)}
    ${ear(person, -1)}${ear(person, 1)}
    <path d="${facePath(person)}" fill="url(#skin)"/>
    ${blush.join('')}${marks(person)}${wrinkles(person)}${nose(person)}
    ${person.beard ? beards[person.beard](person) : ''}${mouth(person)}
    ${eye(person, -1)}${eye(person, 1)}
    <g fill="url(#hair)">${style.front(person)}</g>${strands.join('')}
    ${glasses(person)}</svg>`
}
