/** Strokes on a 24-unit grid, drawn for this project. */
const paths = {
  brand: 'M5 19v-8a7 7 0 0114 0v8M3 19h18M9 19v-6h6v6',
  check: 'M4.5 12.5l5 5 10-11',
  cross: 'M6 6l12 12M18 6L6 18',
  dash: 'M6 12h12',
  minus: 'M5 12h14',
  plus: 'M5 12h14M12 5v14',
  up: 'M12 19V6M6 11.500L12 5.500l6 6',
  down: 'M12 5v13M6 12.500l6 6 6-6',
  open: 'M12 5a7 7 0 100 14 7 7 0 000-14z',
  warning: 'M12 4l9 16H3L12 4zM12 10v4.5M12 17.2v.1',
  failure: 'M8.5 3h7L21 8.5v7L15.5 21h-7L3 15.5v-7L8.5 3zM12 7.5v6M12 16.4v.1',
  info: 'M12 3.5a8.5 8.5 0 100 17 8.5 8.5 0 000-17zM12 11v5.5M12 7.6v.1',
  reader: 'M4 15h16v4H4zM8 12a5.5 5.5 0 018 0M5.5 9.3a9 9 0 0113 0',
  network: 'M12 4a8 8 0 100 16 8 8 0 000-16zM4 12h16M12 4c3 2.5 3 13.500 0 16M12 4c-3 2.500-3 13.500 0 16',
  queue: 'M4 7l8-4 8 4-8 4-8-4zM4 12l8 4 8-4M4 17l8 4 8-4',
  person: 'M12 4a4 4 0 100 8 4 4 0 000-8zM4.500 20.500c.8-4.300 3.800-6 7.500-6s6.700 1.700 7.500 6',
  menu: 'M4 7h16M4 12h16M4 17h16',
  back: 'M14.500 5.500L8 12l6.500 6.500',
  forward: 'M9.500 5.500L16 12l-6.500 6.500',
  document: 'M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6',
  card: 'M3 6h18v12H3zM6 10h5v4H6zM14 10h4M14 14h4',
  help: 'M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17zM9.600 9.700a2.500 2.500 0 114 2c-1 .7-1.600 1.200-1.600 2.300M12 16.700v.1',
  camera: 'M4 8h3.500L9 5.500h6L16.500 8H20v11H4zM12 10a3.500 3.500 0 100 7 3.500 3.500 0 000-7z',
  keyboard: 'M3 7h18v11H3zM6.500 10.500h.1M10 10.500h.1M13.500 10.500h.1M17 10.500h.1M7 14.500h10',
  scan: 'M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M4 12h16',
  lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 017 0v3',
  leave: 'M14 4H5v16h9M10 12h11M17.500 8.500L21 12l-3.500 3.500',
  print: 'M7 8V4h10v4M5 8h14v8h-2.500v4h-9v-4H5zM8 13.500h8',
  download: 'M12 4v11M7.500 11l4.500 4.500L16.500 11M5 20h14',
  upload: 'M12 16V5M7.500 9L12 4.500 16.500 9M5 20h14',
  chart: 'M4 20h16M7 20v-7M12 20V5M17 20v-10',
  people:
    'M9 5a3.500 3.500 0 100 7 3.500 3.500 0 000-7zM3 19.500c.5-3.700 3-5 6-5s5.500 1.300 6 5M16 5.500a3 3 0 010 6M17.500 14.600c2 .5 3.200 2 3.500 4.900',
  shield: 'M12 3l8 3v6c0 4.500-3 7.500-8 9-5-1.500-8-4.500-8-9V6l8-3z',
  settings: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 4.500v5M9 14.500v5M4 12h16',
  clock: 'M12 3.500a8.500 8.500 0 100 17 8.500 8.500 0 000-17zM12 7.500V12l3.500 2',
  erase: 'M9 6h12v12H9l-6-6 6-6zM12 9.500l5 5M17 9.500l-5 5',
  face: 'M12 3c-4 0-6.500 3-6.500 7.500S8 21 12 21s6.500-6 6.500-10.500S16 3 12 3zM9.500 10.500v.1M14.500 10.500v.1M9.500 15.500c1.500 1.200 3.500 1.200 5 0',
  home: 'M4 11l8-7 8 7v9h-5.500v-5.500h-5V20H4z',
  phone:
    'M6 3.500h4l1.500 5-2.500 1.500c1 2.200 2.500 3.800 5 5l1.500-2.500 5 1.500v4c-8 2-16.500-6.500-14.500-14.500z',
} as const

export type IconName = keyof typeof paths

/** Decorative: the word beside it carries the meaning. */
export function Icon({ name, size = 22 }: { name: IconName; size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden="true" className="icon">
      <path d={paths[name]} stroke="currentColor" strokeWidth="1.9" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
