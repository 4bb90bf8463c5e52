/* encoder-foreign.h
 *
 * A picture of another codec than the stream has.
 * Never changes: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "encoder-loop.h"

G_BEGIN_DECLS

const EncoderUnit *encoder_foreign_get_unit (DvripVideoCodec other_than);

G_END_DECLS
