/** One thing that can be read: a file, a member of a zip, standard input. Plain data: it travels to workers. */
export interface SourceObject {
  /** Stable name: absolute path; `<zip path>!<member>` for a zip member; `-` for standard input. */
  readonly name: string
  readonly kind: 'file' | 'zip-member' | 'stdin'
  /** Bytes at rest (compressed). 0 for standard input. */
  readonly sizeBytes: number
  /** Changes when the content may have changed (size and mtime in ns); empty where that cannot be told. */
  readonly version: string
  /** `2026-11-24` where path or name say it (AWS's layout), else undefined: reading in day order keeps the lake tidy. */
  readonly dayHint: string | undefined
  /** Of a zip member: where it lies, so that reading one does not read the zip's directory again. */
  readonly member?: ZipMemberPlace | undefined
}

export interface ZipMemberPlace {
  readonly zipPath: string
  /** Offset of its local file header. */
  readonly headerOffset: number
  readonly method: 'stored' | 'deflate'
}

/** Records of one source object that lie in one buffer, to be used before the next item is asked for. Layout of the tape: docs/architecture.md, "A record on its way". */
export interface RecordChunk {
  readonly bytes: Buffer
  readonly tape: Int32Array
  readonly recordCount: number
  /** Ordinal of the first record within the source object, from 1. */
  readonly firstRecord: number
}

/** Something that could not be taken for events: where in the source object, why, and what to do about it. */
export interface SourceProblem {
  /** `record 17`, `byte 1042`, `line 3`, `file`. */
  readonly place: string
  readonly reason: string
}

/** JSON of one GuardDuty finding: of the finding itself, whatever it came wrapped in. */
export interface FindingText {
  /** `record 17` */
  readonly place: string
  /** Part of a larger buffer: to be read at once, or copied. */
  readonly json: Buffer
}

export type SourceItem =
  | { readonly kind: 'records'; readonly chunk: RecordChunk }
  | { readonly kind: 'rejected'; readonly problem: SourceProblem }
  /** GuardDuty's findings, as JSON. */
  | { readonly kind: 'findings'; readonly findings: readonly FindingText[] }
  /** Recognised, and neither: digest and Insight files, Config snapshots, VPC flow logs … */
  | { readonly kind: 'not-events'; readonly what: string }

export interface ReadLimits {
  /** Inflated bytes of one source object beyond which reading stops with a rejection. */
  readonly maxObjectBytes: number
  /** Bytes of one record beyond which it is rejected (and skipped in bounded memory). */
  readonly maxRecordBytes: number
  /** Objects and arrays inside one another beyond which a record is rejected. */
  readonly maxDepth: number
}

/** What listing comes to: an object to read, or something that cannot be one. */
export type ListedSource =
  | SourceObject
  | { readonly kind: 'problem'; readonly name: string; readonly problem: SourceProblem }
