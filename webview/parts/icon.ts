/** Decorative icons beside text; the text carries the meaning. */
const paths = {
  pass: 'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm3.4 4.3L7 9.7 4.6 7.3l-.9.9L7 11.5l5.3-5.3-.9-.9Z',
  warning: 'M8 1.2 15.4 14.6H.6L8 1.2Zm-.7 4.6v4.4h1.4V5.8H7.3Zm0 5.6v1.5h1.4v-1.5H7.3Z',
  error:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm2.5 3.6L8 7.1 5.5 4.6l-.9.9L7.1 8l-2.5 2.5.9.9L8 8.9l2.5 2.5.9-.9L8.9 8l2.5-2.5-.9-.9Z',
  // A clock.
  stale:
    'M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1Zm0 1.4a5.6 5.6 0 1 0 0 11.2A5.6 5.6 0 0 0 8 2.4ZM7.3 4.2h1.4v3.5l2.6 1.6-.7 1.2-3.3-2V4.2Z',
  running: 'M8 1a7 7 0 0 1 7 7h-1.5A5.5 5.5 0 0 0 8 2.5V1Z',
} as const;

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name: keyof typeof paths): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', paths[name]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
