/* tls-authority.h
 *
 * Whom a test trusts by default: the test's own authority alone, not what the system does, which is
 * also slow to read.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* First thing in main(). */
void tls_authority_init (void);

G_END_DECLS
