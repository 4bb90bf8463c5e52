/* wall-describe.c
 *
 * What a screen reader says of something besides its name.
 * Main thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "wall-describe.h"

/**
 * wall_describe:
 * @accessible: such as a row
 * @words: translated; "" if there is nothing to say
 *
 * A row of libadwaita refers to its subtitle for what is to be said. With that GTK 4.8 says our words,
 * and later versions nothing at all: what is referred to counts first, and a label has no description.
 */
void
wall_describe (gpointer    accessible,
               const char *words)
{
  g_return_if_fail (GTK_IS_ACCESSIBLE (accessible));
  g_return_if_fail (words);

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (accessible), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (accessible), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  words, -1);
}
