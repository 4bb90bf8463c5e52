/* wall-certificate-text.h
 *
 * The fingerprint of a certificate as people compare it. Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *wall_certificate_text (const char *certificate);

G_END_DECLS
