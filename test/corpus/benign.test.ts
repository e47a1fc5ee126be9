import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { ReportFinding } from '#outputs/index.ts'
import { corpusPath, isAtLeast, isCorpusThere, reportOn } from './corpus.ts'

/** In all, over some thousands of records of ordinary life. */
const MOST_HIGH = 5

test.skipIf(!isCorpusThere)('ordinary records give hardly a finding of high or above', async () => {
  const sessions = corpusPath('permiso-console-sessions/derived')
  const files = [
    [corpusPath('opensearch-cloudtrail-samples/derived')],
    // Each session is somebody else's, under the same placeholder identity.
    ...readdirSync(sessions).map((file) => [`${sessions}/${file}`]),
  ]
  const findings: ReportFinding[] = []
  for (const some of files) findings.push(...(await reportOn(some)).findings)
  const grave = findings.filter((finding) => isAtLeast(finding, 'medium'))
  for (const { level, detection, why } of grave) console.log(level, detection, why)
  console.log(
    `high or above: ${grave.filter((one) => isAtLeast(one, 'high')).length}, medium: ${grave.filter(({ level }) => level === 'medium').length}`,
  )
  expect(grave.filter((finding) => isAtLeast(finding, 'high')).length).toBeLessThanOrEqual(MOST_HIGH)
})
