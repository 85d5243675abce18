import { Button } from '../../ui/components/button.tsx'
import { Icon } from '../../ui/components/icon.tsx'
import { Popup } from '../../ui/components/popup.tsx'
import { locales } from '../../ui/format/locale.ts'
import { themes } from '../../ui/preferences.ts'
import { usePreferences } from '../state/preferences.ts'
import { useText } from '../texts.ts'
import css from './look-menu.module.css'

/** Language, look and, once signed in, the way out; what is chosen shows at once. */
export function LookMenu({ onSignOut }: { readonly onSignOut?: () => void }) {
  const text = useText()
  const { preferences, choose } = usePreferences()
  const button = (
    <>
      <Icon name="person" />
      <span className={css['me']}>
        <b>{text('nav.this-machine')}</b>
        <small>{text(`locale.${preferences.locale}`)}</small>
      </span>
    </>
  )
  return (
    <div className={css['holder']}>
      <Popup button={button} shown={`${text('nav.this-machine')} ${text(`locale.${preferences.locale}`)}`} label={text('look.button')}>
        <h2 className={css['caption']}>{text('look.language')}</h2>
        <div className={css['choices']}>
          {locales.map((locale) => (
            <Button key={locale} isChosen={locale === preferences.locale} onPress={() => choose({ ...preferences, locale })}>
              {text(`locale.${locale}`)}
            </Button>
          ))}
        </div>
        <h2 className={css['caption']}>{text('look.theme')}</h2>
        <div className={css['choices']}>
          {themes.map((theme) => (
            <Button key={theme} isChosen={theme === preferences.theme} onPress={() => choose({ ...preferences, theme })}>
              {text(`theme.${theme}`)}
            </Button>
          ))}
        </div>
        {onSignOut && (
          <div className={css['out']}>
            <Button onPress={onSignOut}>{text('sign-out.button')}</Button>
          </div>
        )}
      </Popup>
    </div>
  )
}
