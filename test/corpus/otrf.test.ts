import { expect, test } from 'vitest'
import { corpusPath, isAtLeast, isCorpusThere, reportOn } from './corpus.ts'

// Credentials of an instance, stolen through a proxy on it and used from elsewhere, beside an administrator at work.
test.skipIf(!isCorpusThere)('stolen instance credentials stand out over the administrator', async () => {
  const { findings, incidents } = await reportOn([
    corpusPath('otrf-ec2-proxy-s3/ec2_proxy_s3_exfiltration.records.json'),
  ])
  for (const { level, detection, actorClass, why } of findings) console.log(level, detection, actorClass, why)
  const thief = findings.filter(({ actorClass }) => actorClass === 'instance-role')
  const others = findings.filter(({ actorClass }) => actorClass !== 'instance-role')
  expect(thief).not.toEqual([])
  expect(others.filter((finding) => isAtLeast(finding, 'high'))).toEqual([])
  expect(incidents).toHaveLength(1)
  expect(incidents[0]?.principals).toEqual(thief.slice(0, 1).map(({ principal }) => principal))
  expect(incidents[0]?.ips).toEqual(['1.2.3.4'])
  console.log(incidents.map(({ severity, title }) => `${severity} ${title}`))
})
