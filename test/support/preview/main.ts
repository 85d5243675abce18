import { createFakeTill } from '../fake-till-bridge.ts'
import { isScene, setScene } from './scenes.ts'

/**
 * The till's window over the fake till, for looking: `?scene=member&locale=en&theme=dark`. `window.fake` is the fake,
 * so that a test may push it further.
 */
const asked = new URLSearchParams(location.search)
localStorage.setItem('tillpoint.preferences', JSON.stringify({ locale: asked.get('locale') ?? 'zh-Hans', theme: asked.get('theme') ?? 'light' }))
const fake = createFakeTill()
Object.assign(window, { till: fake, fake })
const scene = asked.get('scene') ?? 'empty'
if (isScene(scene)) void setScene(fake, scene)
