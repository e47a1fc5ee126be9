import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { incidentHtml, type ToldIncident } from '#outputs/index.ts'
import { type BrowserPage, CHROMIUM, openChromium } from '../../support/chromium.ts'
import { exampleTold, hostileTold, largestTold } from './incident-example.ts'

/** The one link that leaves the page: the data's licence asks for it. */
const SOURCE = 'https://db-ip.com/'

/** What would tell of itself if it ran, however it got in. */
const HOSTILE = [
  '</script><script>document.title="pwned"</script>',
  '<img src="https://192.0.2.1/x.png" onerror="document.title=\'pwned\'">',
  '"><svg onload=document.title="pwned">',
  '\' onmouseover=\'document.title="pwned"',
  '</title><style>@import "https://192.0.2.1/x.css";body{display:none}</style>',
  '<base href="https://192.0.2.1/"><a href="javascript:document.title=1" autofocus>x</a>',
  '<meta http-equiv="refresh" content="0;url=https://192.0.2.1/">',
  '<iframe srcdoc="<script>top.document.title=1</script>"></iframe>',
  '<link rel="stylesheet" href="https://192.0.2.1/x.css">',
  '<form action="https://192.0.2.1/"><input name=x autofocus onfocus=document.title=1></form>',
]

// Skipped where there is no Chromium: CHROME_PATH names one that lies elsewhere.
describe.skipIf(CHROMIUM === undefined)('in a real browser (CHROME_PATH, or a known place)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-page-'))
  let page: BrowserPage

  beforeAll(async () => {
    page = await openChromium(CHROMIUM ?? '')
  })
  afterAll(async () => {
    await page?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function show(told: ToldIncident): Promise<readonly string[]> {
    const path = join(folder, 'incident.html')
    writeFileSync(path, incidentHtml(told))
    const before = page.events.length
    await page.open(pathToFileURL(path).href)
    await page.evaluate('new Promise((done) => setTimeout(done, 50))')
    return page.events.slice(before).flatMap(({ method, params }) => complaints(method, params))
  }

  test('nothing is complained of, and nothing is asked for', async () => {
    expect(await show(exampleTold())).toEqual([])
    const size = 'document.documentElement.scrollWidth - document.documentElement.clientWidth'
    for (const width of [360, 800, 1280]) {
      await page.send('Emulation.setDeviceMetricsOverride', {
        width,
        height: 900,
        deviceScaleFactor: 1,
        mobile: false,
      })
      expect(await page.evaluate(size)).toBe(0)
    }
    await page.send('Emulation.clearDeviceMetricsOverride')
  })

  test.each(HOSTILE)('%s does nothing', async (text) => {
    const told = hostileTold(text)
    expect(await show(told)).toEqual([])
    const found = await page.evaluate(`({
      title: document.title.startsWith('Incident '),
      shown: document.querySelector('h1').textContent,
      scripts: document.scripts.length,
      strange: document.querySelectorAll('img,iframe,form,base,link,input,object,embed,[onload],[onerror],[onmouseover],[style]').length,
      outside: [...document.links].flatMap(({ href }) => (href.startsWith('file:') ? [] : [href])),
      seen: getComputedStyle(document.body).display,
    })`)
    expect(found).toEqual({
      title: true,
      shown: text,
      scripts: 1,
      strange: 0,
      outside: [SOURCE],
      seen: 'block',
    })
  })

  test('the policy holds even for markup that got in', async () => {
    await show(exampleTold())
    const before = page.events.length
    await page.evaluate(`document.body.insertAdjacentHTML('beforeend', '<img src="https://192.0.2.1/x.png" onerror="document.title=1"><style>body{display:none}</style>');
      document.body.append(Object.assign(document.createElement('script'), { textContent: 'document.title = "pwned"' }));
      new Promise((done) => setTimeout(done, 100))`)
    expect(
      await page.evaluate(
        '({ title: document.title.startsWith("Incident "), seen: getComputedStyle(document.body).display })',
      ),
    ).toEqual({
      title: true,
      seen: 'block',
    })
    const blocked = page.events.slice(before).flatMap(({ method, params }) => complaints(method, params))
    expect(blocked.filter((said) => said.includes('Content Security Policy')).length).toBeGreaterThanOrEqual(
      3,
    )
  })

  test('tables are sorted by what they hold, up and down', async () => {
    await show(exampleTold())
    const bytes = `[...document.querySelectorAll('#timeline tbody tr')].map((row) => row.querySelector('.n').dataset.v)`
    const click = `[...document.querySelectorAll('#timeline th')].find((head) => head.textContent === 'Times').querySelector('button').click()`
    await page.evaluate(click)
    expect(await page.evaluate(bytes)).toEqual(['1', '1', '1', '1', '1', '2', '2', '3', '4', '120', '312'])
    await page.evaluate(click)
    expect(await page.evaluate(`${bytes}.slice(0, 3)`)).toEqual(['312', '120', '4'])
    expect(
      await page.evaluate(`document.querySelector('#timeline th[aria-sort]').getAttribute('aria-sort')`),
    ).toBe('descending')
  })

  test('a copied command is the command, to the letter', async () => {
    const told = exampleTold()
    await show(told)
    const shown = await page.evaluate(
      `[...document.querySelectorAll('#containment .cmd pre')].map((box) => box.textContent)`,
    )
    const meant = told.story.containment.flatMap(({ commands, undo }) => [...commands, ...undo])
    expect(shown).toEqual(meant)
    expect(await page.evaluate(`document.querySelectorAll('.copy').length`)).toBe(
      meant.length + told.story.undo.flatMap(({ commands }) => commands).length,
    )
  })

  test('without its script everything is said all the same', async () => {
    await page.send('Emulation.setScriptExecutionDisabled', { value: true })
    try {
      const path = join(folder, 'silent.html')
      writeFileSync(path, incidentHtml(exampleTold()))
      await page.open(pathToFileURL(path).href)
      const { root } = await page.send('DOM.getDocument', { depth: 0 })
      const { outerHTML } = await page.send('DOM.getOuterHTML', { nodeId: Object(root).nodeId })
      expect(String(outerHTML)).toContain('AKIAI44QH8DHBEXAMPLE')
      expect(String(outerHTML)).not.toContain('class="copy"')
    } finally {
      await page.send('Emulation.setScriptExecutionDisabled', { value: false })
    }
  })

  test('on paper everything is open, and nothing is cut off at the side', async () => {
    await show(exampleTold())
    await page.send('Emulation.setEmulatedMedia', { media: 'print' })
    const closed = `dispatchEvent(new Event('beforeprint')), document.querySelectorAll('details:not([open])').length`
    expect(await page.evaluate(closed)).toBe(0)
    expect(
      await page.evaluate(
        `dispatchEvent(new Event('afterprint')), document.querySelectorAll('details[open]').length`,
      ),
    ).toBe(0)
    const { data } = await page.send('Page.printToPDF', { printBackground: true })
    expect(Buffer.from(String(data), 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    await page.send('Emulation.setEmulatedMedia', { media: '' })
  })

  test('the largest story opens', async () => {
    expect(await show(largestTold())).toEqual([])
    expect(await page.evaluate(`document.querySelectorAll('#timeline tbody tr').length`)).toBe(500)
  })
})

/** Errors, policy violations, and any address but the page's own. */
function complaints(method: string, params: Readonly<Record<string, unknown>>): readonly string[] {
  if (method === 'Network.requestWillBeSent') {
    const { url } = Object(params['request'])
    return String(url).startsWith('file:') && params['type'] === 'Document' ? [] : [`request ${String(url)}`]
  }
  const isNews = [
    'Log.entryAdded',
    'Runtime.exceptionThrown',
    'Runtime.consoleAPICalled',
    'Page.javascriptDialogOpening',
  ]
  return isNews.includes(method) ? [`${method} ${JSON.stringify(params).slice(0, 300)}`] : []
}
