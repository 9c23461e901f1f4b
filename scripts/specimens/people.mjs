/**
 * Looks of the specimen people. Lengths in pixels of a 413 x 531 picture; `face` is half the width at the cheekbones,
 * `jaw` half the width at the jaw, `chin` its height below the eyes.
 */
const usual = {
  face: 92,
  jaw: 66,
  chin: 132,
  eye: '#5b4632',
  eyeGap: 41,
  eyeSize: 1,
  eyeTilt: 0,
  brow: 1,
  nose: 1,
  mouth: 1,
  lips: '#b5655a',
  wrinkles: 0,
  freckles: false,
  moles: [],
  beard: null,
  glasses: null,
  earrings: null,
  scar: false,
  collar: 'round',
}

export const people = [
  { key: 'camille', skin: '#f1cdb4', hair: '#5a3822', style: 'bob', eye: '#4d6b4a', lips: '#c4685f', moles: [[38, 62]], clothes: '#2f5d73', jaw: 60, chin: 128, brow: 0.8 }, // prettier-ignore
  { key: 'julien', skin: '#ecc3a4', hair: '#3a2a1e', style: 'side', eye: '#4a6a86', beard: 'full', glasses: 'square', clothes: '#3b3f45', collar: 'shirt', face: 95, jaw: 76, chin: 140, brow: 1.25, jpeg2000: true }, // prettier-ignore
  { key: 'aissata', skin: '#7d4e33', hair: '#1c1513', style: 'afro', eye: '#2f2018', lips: '#8c4743', earrings: '#d9b453', clothes: '#b4573c', face: 91, jaw: 63, nose: 1.25, mouth: 1.15, brow: 0.95 }, // prettier-ignore
  { key: 'karim', skin: '#d3a27c', hair: '#1d1815', style: 'short', eye: '#3d2a1c', beard: 'moustache', clothes: '#55633f', collar: 'shirt', face: 94, jaw: 74, chin: 138, nose: 1.2, brow: 1.4, scar: true }, // prettier-ignore
  { key: 'yvonne', skin: '#f0d2bf', hair: '#c9c7c4', style: 'curls', eye: '#5f7d91', glasses: 'round', wrinkles: 3, lips: '#b9736b', clothes: '#6d4a6b', face: 92, jaw: 70, chin: 130, brow: 0.6, earrings: '#f4f1ea' }, // prettier-ignore
  { key: 'lucas', skin: '#f6d6bf', hair: '#c79a55', style: 'fringe', eye: '#557a94', freckles: true, clothes: '#37699c', collar: 'hood', face: 90, jaw: 62, chin: 122, eyeSize: 1.12, brow: 0.75, nose: 0.85 }, // prettier-ignore
  { key: 'mai', skin: '#efcfae', hair: '#16141a', style: 'long', eye: '#2a1d18', eyeSize: 0.9, eyeTilt: -5, lips: '#bf5f61', clothes: '#e3ded3', face: 93, jaw: 62, chin: 126, nose: 0.95, brow: 0.8, moles: [[-46, 70]] }, // prettier-ignore
  { key: 'henri', skin: '#e9bfa4', hair: '#b8b4ae', style: 'bald', eye: '#67798a', wrinkles: 4, clothes: '#2d3b55', collar: 'shirt', face: 95, jaw: 78, chin: 138, nose: 1.3, mouth: 0.95, brow: 1.15, lips: '#ad7468' }, // prettier-ignore
  { key: 'sofia', skin: '#f5d8c6', hair: '#a04a25', style: 'bun', eye: '#4f7c63', freckles: true, lips: '#c76a5c', clothes: '#1f6a5c', face: 89, jaw: 60, chin: 130, brow: 0.85, earrings: '#8fb7c9', jpeg2000: true }, // prettier-ignore
  { key: 'moussa', skin: '#5d3a27', hair: '#15100e', style: 'crop', eye: '#22170f', beard: 'goatee', lips: '#7b4540', clothes: '#8a8f96', collar: 'round', face: 93, jaw: 72, chin: 140, nose: 1.3, mouth: 1.2, brow: 1.1, moles: [[-56, 40]] }, // prettier-ignore
  // Who stands at the counter in the exercise: Camille some years on, with the same face; and somebody who is not Julien.
  { key: 'camille_today', skin: '#f1cdb4', hair: '#8a6a52', style: 'bun', eye: '#4d6b4a', lips: '#b9736b', moles: [[38, 62]], glasses: 'round', clothes: '#6b5b8c', jaw: 60, chin: 128, brow: 0.8, wrinkles: 1 }, // prettier-ignore
  { key: 'like_julien', skin: '#ecc3a4', hair: '#3a2a1e', style: 'side', eye: '#5b4632', beard: 'full', glasses: 'square', clothes: '#3b3f45', collar: 'shirt', face: 89, jaw: 70, chin: 128, brow: 0.75, nose: 1.4, eyeGap: 45, moles: [[-50, 42]] }, // prettier-ignore
].map((person) => ({ ...usual, ...person }))
