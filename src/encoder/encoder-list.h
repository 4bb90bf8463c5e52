/* encoder-list.h
 *
 * The tables of faults and deviations as text, for a terminal and for the manual page.
 * Pure: callable from any thread.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *encoder_list_faults             (void);
char *encoder_list_deviations         (void);
char *encoder_list_faults_as_man      (void);
char *encoder_list_deviations_as_man  (void);

G_END_DECLS
