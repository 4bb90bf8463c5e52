/* fake-pictures.h
 *
 * A few pictures of H.264, made when they are needed.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

GPtrArray *fake_pictures_new (void);

G_END_DECLS
