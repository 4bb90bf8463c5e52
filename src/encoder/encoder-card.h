/* encoder-card.h
 *
 * The network cards of this computer: what there is to say of the one with a given address.
 * Callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As they stand on the wire: an address is a number whose lowest byte comes first. */
typedef struct {
  guint32 address, netmask;
  char    mac[18];            /* "00:00:00:00:00:00" where there is none */
} EncoderCard;

void encoder_card_find     (const char  *address,
                            EncoderCard *out_card);
void encoder_card_to_hex   (guint32      value,
                            char         out_text[11]);

G_END_DECLS
