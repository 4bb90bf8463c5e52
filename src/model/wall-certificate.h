/* wall-certificate.h
 *
 * The fingerprint of a certificate, as text: "sha256:" and 64 hexadecimal digits.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *wall_certificate_parse (const char *text);

G_END_DECLS
