/** `1,234 events`, `1 day` */
export const count = (n: number, one: string): string => {
  const many = one === 'person' ? 'people' : `${one}s`
  return `${String(n).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')} ${n === 1 ? one : many}`
}

export const percent = (share: number): string => `${String(Math.round(share * 100))} %`
