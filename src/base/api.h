/* What a client of the shared library may call: everything else is hidden. */
#ifndef HF_BASE_API_H
#define HF_BASE_API_H

#define HF_API __attribute__((visibility("default")))

#endif
