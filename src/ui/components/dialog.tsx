import type { ReactNode } from 'react'
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components'

interface SheetProps {
  title: string
  onClose(): void
  children: ReactNode
  shape?: 'dialog' | 'dialog broad' | 'drawer'
  role?: 'dialog' | 'alertdialog'
}

/** A dialog over the page; Escape and a press outside close it. */
export function SheetDialog({ title, onClose, children, shape = 'dialog', role = 'dialog' }: SheetProps) {
  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className="shade">
      <Modal className={shape}>
        <Dialog role={role} className="stack loose">
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
