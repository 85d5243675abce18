import { Button } from '../../ui/components/button.tsx'
import css from './devices.module.css'

/** One of a few, all of them in sight. */
export function Choice<T extends string | number | boolean>({ label, options, chosen, name, onChoose }: {
  readonly label: string
  readonly options: readonly T[]
  readonly chosen: T | number
  readonly name: (option: T) => string
  readonly onChoose: (option: T) => void
}) {
  return (
    <fieldset className={css['choice']}>
      <legend>{label}</legend>
      <div className={css['row']}>
        {options.map((option) => (
          <Button key={String(option)} isChosen={option === chosen} onPress={() => onChoose(option)}>
            {name(option)}
          </Button>
        ))}
      </div>
    </fieldset>
  )
}
