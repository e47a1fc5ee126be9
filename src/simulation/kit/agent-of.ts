import { AGENTS, type AgentName } from '../data/agents.ts'
import { hashText } from './random.ts'

/** What a tool calls itself after its next update: browsers and command lines do so every few weeks. */
const UPDATES: readonly (readonly [from: string, to: string])[] = [
  ['Chrome/144.0.0.0', 'Chrome/145.0.0.0'],
  ['Edg/144.0.0.0', 'Edg/145.0.0.0'],
  ['Firefox/147.0', 'Firefox/148.0'],
  ['rv:147.0', 'rv:148.0'],
  ['Version/26.1', 'Version/26.2'],
  ['aws-cli/2.33.2', 'aws-cli/2.33.14'],
  ['aws-cli/2.31.18', 'aws-cli/2.33.14'],
  ['Boto3/1.39.4', 'Boto3/1.42.1'],
  ['Botocore#1.39.4', 'Botocore#1.42.1'],
  ['Botocore/1.39.4', 'Botocore/1.42.1'],
]

/** The tool's user agent on a day; each machine is updated on a day of its own, some not at all. */
export function agentOf(name: AgentName, machine: string, day: number): string {
  const updatedOn = 5 + (hashText(`update ${machine} ${name}`) % 60)
  const agent: string = AGENTS[name]
  if (day < updatedOn) return agent
  return UPDATES.reduce((text, [from, to]) => text.replace(from, to), agent)
}
