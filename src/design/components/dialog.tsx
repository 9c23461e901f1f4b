import type { ReactNode } from 'react'
import { Button, Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { Icon } from './icon.tsx'

interface SheetProps {
  title: string
  onClose(): void
  children: ReactNode
  shape?: 'dialog' | 'dialog broad' | 'drawer'
  role?: 'dialog' | 'alertdialog'
  /** What the closing button is called; given where nothing inside closes it: a finger has no Escape. */
  closeLabel?: string
}

/** A dialog over the page; Escape and a press outside close it. */
export function SheetDialog(props: SheetProps) {
  const { title, onClose, children, shape = 'dialog', role = 'dialog', closeLabel } = props
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="shade">
      <Modal className={shape}>
        <Dialog role={role} className="stack loose">
          <div className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {closeLabel && (
              <Button className="button quiet square" aria-label={closeLabel} onPress={onClose}>
                <Icon name="cross" />
              </Button>
            )}
          </div>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
