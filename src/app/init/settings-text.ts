import { harmless } from '#outputs/index.ts'
import type { ProposedValue, SettingsProposal } from './proposal.ts'

/**
 * A settings file as YAML, every setting with a comment and its evidence.
 *
 * @param schema - path or address of settings.schema.json, for editors.
 */
export function settingsText(proposal: SettingsProposal, schema: string): string {
  return [
    `# yaml-language-server: $schema=${schema}`,
    `# Settings of Trailhound, proposed from ${proposal.basis}.`,
    '# Read it through: what is wrong here hides thefts, or raises false alarms. Lines that begin with "# -" are for you to decide.',
    '# It is used only where it is named: trailhound investigate <logs> --config <this file>',
    ...listed(
      'accounts',
      proposal.accounts,
      'Your own accounts. What is shared with others counts as foreign; those with logs count anyway.',
    ),
    ...listed(
      'trustedNetworks',
      proposal.trustedNetworks,
      'Where your people and machines come from. Networks of one name are one place.',
    ),
    ...hoursText(proposal),
    ...listed('ciRoles', proposal.ciRoles, 'Roles of build systems; * and ? are wildcards.'),
    ...listed('iacRoles', proposal.iacRoles, 'Roles of infrastructure as code; * and ? are wildcards.'),
    ...listed(
      'sensitiveBuckets',
      proposal.sensitiveBuckets,
      'Buckets whose content must not leave; * and ? are wildcards. Logs tell no tags: add what you know.',
    ),
    '',
    '# Databases of your own instead of those that ship: MaxMind files (.mmdb).',
    '# asnDatabase: GeoLite2-ASN.mmdb',
    '# countryDatabase: GeoLite2-Country.mmdb',
    '',
  ].join('\n')
}

function listed(name: string, values: readonly ProposedValue[], meaning: string): readonly string[] {
  const isEmpty = values.every(({ isDoubtful }) => isDoubtful === true)
  return [
    '',
    `# ${meaning}`,
    isEmpty
      ? `${name}: [] # ${values.length === 0 ? 'nothing in the logs looks like it' : 'nothing sure'}`
      : `${name}:`,
    ...values.map(({ value, evidence, isDoubtful }) => {
      const text =
        typeof value === 'string' ? quoted(value) : `{ name: ${value.name}, cidr: ${quoted(value.cidr)} }`
      return `${isDoubtful === true ? '  # ' : '  '}- ${text} # ${harmless(evidence)}`
    }),
  ]
}

function hoursText({ workingHours }: SettingsProposal): readonly string[] {
  const head = ['', '# When your people work, by weekday; a day that is not named is free.']
  if (workingHours === undefined) return [...head, 'workingHours: null # too few people or days to tell']
  const { timeZone, days } = workingHours
  return [
    ...head,
    'workingHours:',
    `  timeZone: ${timeZone} # a guess by when it is quiet; with your own zone summer time is right, too`,
    ...days.map(({ day, hours, evidence }) => `  ${day}: ${quoted(hours)} # ${harmless(evidence)}`),
  ]
}

/** In single quotes nothing has a meaning but the quote. */
const quoted = (text: string): string => `'${harmless(text).replaceAll("'", "''")}'`
