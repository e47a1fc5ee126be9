import type { Behaviour } from './behaviour.ts'

/** Everything that is judged against habit. docs/behaviours.md gives the formulas. */
export const BEHAVIOURS = {
  unusualActivity: {
    id: '0f7e5a1c-6a0b-4c53-9a53-6e2f6f0b7d11',
    name: 'unusual-activity',
    title: 'Principal does much that it never did',
    rows: ['1.1', '1.2', '1.3', '2.4', '2.5', '2.6', '3.1'],
    tags: ['attack.initial-access', 'attack.t1078.004'],
    falsePositives: [
      'A person or service with new duties: ask for the change that goes with it.',
      'A move of the whole organisation counts less the more principals take part, but not nothing.',
    ],
    blindSpots: [
      'The first day of a principal has no habit to depart from; the first days count little.',
      'An intruder who keeps to the networks, calls and buckets of the principal is not seen by this.',
    ],
    respond: [
      'Look at the new network first: is it where the owner of this principal is, or works for?',
      'Ask the owner about the calls named; if they are not his, deactivate the key and revoke the sessions of the role.',
    ],
    references: ['https://attack.mitre.org/techniques/T1078/004/'],
  },
  credentialsElsewhere: {
    id: '5b3c0c1e-9b0e-4c55-8d8f-2f4f2f3f6a52',
    name: 'workload-credentials-elsewhere',
    title: 'Credentials of a workload used where no workload runs',
    rows: ['1.2', '2.5', '2.6'],
    tags: ['attack.credential-access', 'attack.t1552.005', 'attack.initial-access', 'attack.t1078.004'],
    falsePositives: [
      'Instances that reach AWS through a proxy or a private line with public addresses of the organisation: name those as trusted networks.',
    ],
    blindSpots: [
      'Use from another instance, in whosever account: its address is of AWS too.',
      'Roles that are used outside of AWS every day are told only by what else is new.',
    ],
    respond: [
      'Revoke the sessions of the role (a deny policy with aws:TokenIssueTime), then find how the credentials left the machine.',
      'Look at what was called from the outside address, and at other sessions from it.',
    ],
    references: [
      'https://attack.mitre.org/techniques/T1552/005/',
      'https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_finding-types-iam.html',
    ],
  },
  twoPlaces: {
    id: 'a6a5b0c2-2f3d-4f0a-8b8c-1d7f5c2e9e64',
    name: 'session-in-two-places',
    title: 'One session used from two places',
    rows: ['1.2', '2.5'],
    tags: ['attack.credential-access', 'attack.t1539', 'attack.initial-access', 'attack.t1078.004'],
    falsePositives: [
      'A VPN switched on in the middle of a session, for the first time.',
      'A traveller on the day of the flight.',
    ],
    blindSpots: ['Two places in the same network, or in the same country at ordinary providers.'],
    respond: [
      'Revoke the sessions of the role, and the sign-in sessions of the person in the identity provider.',
      'Ask the person where he was; a cookie or token was taken from the machine at the usual place.',
    ],
    references: ['https://attack.mitre.org/techniques/T1539/'],
  },
  volume: {
    id: '3d0a6f0e-6c1d-4b0e-9a3e-9b8c8f1c7c43',
    name: 'volume-above-habit',
    title: 'Principal reads or is refused far more than it ever did',
    rows: ['1.1', '3.2', '3.4'],
    tags: ['attack.exfiltration', 'attack.t1530'],
    falsePositives: ['A backfill, a migration, a first full copy: known to whoever runs it.'],
    blindSpots: [
      'Bytes are known only where S3 data events are logged.',
      'A little every day, over many days, never departs from the day before.',
    ],
    respond: ['Find out where to: the addresses, and whether they are new.', 'Ask who runs the job.'],
    references: ['https://attack.mitre.org/techniques/T1530/'],
  },
} as const satisfies Readonly<Record<string, Behaviour>>
