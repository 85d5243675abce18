/** Texts that till and console share. */
export const en = {
  'look.button': 'Language and look',
  'look.language': 'Language',
  'look.theme': 'Look',
  'theme.light': 'Light',
  'theme.dark': 'Dark',
  'theme.contrast': 'High contrast',
  'locale.zh-Hans': '简体中文',
  'locale.zh-Hant': '繁體中文',
  'locale.en': 'English',

  'age.now': 'just now',
  'age.seconds_one': '{{count}} second ago',
  'age.seconds_other': '{{count}} seconds ago',
  'age.minutes_one': '{{count}} min ago',
  'age.minutes_other': '{{count}} min ago',
  'age.hours_one': '{{count}} h {{minutes}} min ago',
  'age.hours_other': '{{count}} h {{minutes}} min ago',
  'age.days_one': '{{count}} day ago',
  'age.days_other': '{{count}} days ago',

  'typed.empty': 'Type a number first',
  'typed.not-a-number': 'Digits only, please: 12.50',
  'typed.too-many-decimals': 'Too many digits after the point',
  'typed.too-large': 'That is too large; check the digits',

  'common.dismiss': 'Got it',
} as const
