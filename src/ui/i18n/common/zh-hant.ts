import type { SameKeys } from '../texts.ts'
import type { en } from './en.ts'

export const zhHant: SameKeys<typeof en> = {
  'look.button': '語言和外觀',
  'look.language': '語言',
  'look.theme': '外觀',
  'theme.light': '淺色',
  'theme.dark': '深色',
  'theme.contrast': '高對比',
  'locale.zh-Hans': '简体中文',
  'locale.zh-Hant': '繁體中文',
  'locale.en': 'English',

  'age.now': '剛剛',
  'age.seconds_other': '{{count}} 秒前',
  'age.minutes_other': '{{count}} 分鐘前',
  'age.hours_other': '{{count}} 小時 {{minutes}} 分前',
  'age.days_other': '{{count}} 天前',

  'typed.empty': '請先輸入數字',
  'typed.not-a-number': '只能輸入數字，例如 12.50',
  'typed.too-many-decimals': '小數位太多',
  'typed.too-large': '數字太大，請核對',

  'common.dismiss': '知道了',
}
