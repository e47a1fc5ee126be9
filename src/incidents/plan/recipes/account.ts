import { asked, type Recipe, run, same } from '../change.ts'
import { textAt } from '../json-values.ts'

const region: Recipe = (change) => {
  const name = textAt(change.request, 'RegionName') ?? asked(change, 'regionName')
  const options = { 'region-name': name }
  return {
    target: `region ${name}`,
    stage: 'stop',
    contain: {
      title: `Look for what runs in region ${name}, then switch it off`,
      why: 'The intruder switched it on. What runs there goes on running, and costs, when the region is off: take it down first.',
      calls: [run(change, 'account get-region-opt-status', options)],
    },
    back: {
      title: `Switch region ${name} off`,
      why: 'The intruder switched it on. Only when nothing runs there any more.',
      calls: [run(change, 'account disable-region', options)],
      undo: [run(change, 'account enable-region', options)],
    },
  }
}

const hidden =
  (title: string): Recipe =>
  (change) => ({
    target: change.call,
    back: {
      title,
      why: 'The intruder changed them. CloudTrail hides them, before and after: write yours by hand, in the console.',
      calls: [],
    },
  })

const contact: Recipe = (change) => {
  const type = asked(change, 'alternateContactType')
  return {
    target: `contact ${type}`,
    back: {
      title: `Write the ${type} contact of the account anew`,
      why: 'The intruder changed it: AWS’s warnings go to him. CloudTrail hides it, before and after.',
      calls: [run(change, 'account get-alternate-contact', { 'alternate-contact-type': type })],
    },
  }
}

const sending: Recipe = (change) =>
  same('sending', 'stop', {
    title: 'Stop the sending of mail',
    why: 'The intruder asked for more sending than before: mail in your name costs money and your good name. What was set before is not in these logs.',
    calls: [run(change, 'sesv2 put-account-sending-attributes', { 'no-sending-enabled': true })],
    breaks: ['All mail that this account sends by SES in this region.'],
    undo: [run(change, 'sesv2 put-account-sending-attributes', { 'sending-enabled': true })],
  })

const sender: Recipe = (change) => {
  const identity = asked(change, 'emailAddress') || asked(change, 'emailIdentity') || asked(change, 'domain')
  return {
    target: `sender ${identity} ${change.eventId}`,
    back: {
      title: 'Delete the sender that the intruder had verified',
      why: 'CloudTrail may hide its address: the list of senders shows the newest.',
      calls: [run(change, 'sesv2 delete-email-identity', { 'email-identity': identity })],
    },
  }
}

export const ACCOUNT: Readonly<Record<string, Recipe>> = {
  'account:EnableRegion': region,
  'account:PutAlternateContact': contact,
  'account:PutContactInformation': hidden('Write the contact of the account anew'),
  'ses:PutAccountDetails': sending,
  'ses:VerifyEmailIdentity': sender,
  'ses:CreateEmailIdentity': sender,
}
