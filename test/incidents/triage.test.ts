import { expect, test } from 'vitest'
import { afterAct, type Triage, type TriageAct } from '#incidents/index.ts'

const OPEN: Triage = { status: 'open', resolution: undefined }
const TAKEN_ON: Triage = { status: 'acknowledged', resolution: undefined }
const BENIGN: Triage = { status: 'closed', resolution: 'benign' }
const TRUE: Triage = { status: 'closed', resolution: 'true-positive' }
const ACK: TriageAct = { kind: 'acknowledge' }
const CLOSE: TriageAct = { kind: 'close', resolution: 'true-positive' }
const REOPEN: TriageAct = { kind: 'reopen' }
const NOTE: TriageAct = { kind: 'note' }

test.each([
  { before: OPEN, act: ACK, after: TAKEN_ON },
  { before: TAKEN_ON, act: ACK, after: undefined },
  { before: BENIGN, act: ACK, after: undefined },
  { before: OPEN, act: CLOSE, after: TRUE },
  { before: TAKEN_ON, act: CLOSE, after: TRUE },
  { before: BENIGN, act: CLOSE, after: TRUE },
  { before: OPEN, act: REOPEN, after: undefined },
  { before: TAKEN_ON, act: REOPEN, after: OPEN },
  { before: BENIGN, act: REOPEN, after: OPEN },
  { before: OPEN, act: NOTE, after: OPEN },
  { before: BENIGN, act: NOTE, after: BENIGN },
])('$before.status, $act.kind: $after.status', ({ before, act, after }) => {
  expect(afterAct(before, act)).toEqual(after)
})
