const width = 1280
const height = 720
const framesASecond = 5

/** A camera's stream of one picture (a data URL), fitted into 1280 by 720 and drawn again and again: whoever joins late sees it too. */
export async function streamPicture(dataUrl: string): Promise<MediaStream> {
  const picture = new Image()
  picture.src = dataUrl
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')!
  const scale = height / picture.naturalHeight
  const drawn = picture.naturalWidth * scale
  const draw = () => {
    pen.fillStyle = '#dfe3e6'
    pen.fillRect(0, 0, width, height)
    pen.drawImage(picture, (width - drawn) / 2, 0, drawn, height)
  }
  draw()
  const stream = canvas.captureStream(framesASecond)
  const timer = setInterval(() => {
    if (stream.active) draw()
    else clearInterval(timer)
  }, 1000 / framesASecond)
  return stream
}
