/** findings: one claim with its evidence. Made by detections, read by incidents and outputs. */
export { type Finding, LEVELS, type Level, worstFirst } from './finding.ts'
