/** findings: one claim with its evidence, and what was said to be ordinary. Made by detections, read by incidents and outputs. */
export { type Exception, type ExceptionScope, type HiddenFinding, isAbout, isExpired } from './exception.ts'
export { type Finding, LEVELS, type Level, worstFirst } from './finding.ts'
