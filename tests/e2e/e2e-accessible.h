/* e2e-accessible.h
 *
 * The wall as a screen reader finds it. Every wait has a deadline and says what it waited for. To be
 * used while the wall has one window: GTK 4.8 tells nothing of a second one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "e2e-input.h"

G_BEGIN_DECLS

typedef enum {
  E2E_NAME,
  E2E_DESCRIPTION,
} E2eText;

void     e2e_accessible_bear_warnings (void);

/* Whether something that is visible has @words in its name or description: in the dialog, while
 * there is one. */
gboolean e2e_accessible_has       (E2eText     where,
                                   const char *words);
void     e2e_accessible_wait      (E2eText     where,
                                   const char *words,
                                   double      seconds);
void     e2e_accessible_wait_gone (E2eText     where,
                                   const char *words,
                                   double      seconds);
void     e2e_accessible_wait_described (const char *name,
                                        const char *description,
                                        double      seconds);

/* Of what one types into, GTK 4.8 does not tell that it has the focus; of others it does. */
void     e2e_accessible_wait_focus (const char *name,
                                    double      seconds);

void     e2e_tab_to               (const char *name);
void     e2e_write                (const char *text);
void     e2e_paste                (const char *text);

G_END_DECLS
