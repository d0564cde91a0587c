import type { Theme } from '../types.ts'
import { allowPage, once } from './answers.ts'

const picture = { by: 'image', mode: 'no-cors' } as const
const pictureWithCors = { by: 'image', mode: 'cors' } as const
const plain = { status: 200, headers: [], body: 'picture' } as const
const shared = { status: 200, headers: allowPage, body: 'picture' } as const

export const pictures: Theme = {
  id: 'pictures',
  title: 'Shown is not read',
  summary: 'Pages have always embedded pictures from everywhere. Looking at their bytes is another matter.',
  scenarios: [
    {
      id: 'picture-needs-no-cors',
      title: 'A picture that asks for too much',
      story: 'A page shows a picture of another origin, and somebody added crossorigin to the tag.',
      why: 'A plain <img> needs no permission. With crossorigin it becomes a CORS request, and this server sends no CORS headers.',
      fix: {
        side: 'client',
        what: 'Leave crossorigin out when the picture is only shown.',
        where: 'page',
        code: '-<img crossorigin="anonymous" src="https://api.example.com/ada.svg" alt="Ada">\n+<img src="https://api.example.com/ada.svg" alt="Ada">',
      },
      wants: { kind: 'picture' },
      broken: once(pictureWithCors, { request: plain }),
      fixed: once(picture, { request: plain }),
    },
    {
      id: 'tainted-canvas',
      title: 'A canvas that the picture taints',
      story: 'The page draws the picture on a canvas and reads the pixels back.',
      why: 'A picture that came without CORS may be seen by the person, not by the page. Drawing it taints the canvas, and a tainted canvas gives nothing back.',
      fix: {
        side: 'client',
        what: 'Ask for the picture with CORS; its server must name the page.',
        where: 'page',
        code: " const picture = new Image()\n+picture.crossOrigin = 'anonymous'\n picture.src = 'https://api.example.com/ada.svg'",
      },
      wants: { kind: 'pixels' },
      broken: once(picture, { request: shared }),
      fixed: once(pictureWithCors, { request: shared }),
    },
  ],
}
