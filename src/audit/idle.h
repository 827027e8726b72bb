/* To be in nobody's way: processor and disk go to everybody else first. */
#ifndef HF_AUDIT_IDLE_H
#define HF_AUDIT_IDLE_H

/* For this process and its children, as far as the system has it. */
void hf_idle(void);

#endif
