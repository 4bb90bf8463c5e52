/* two-networks.h
 *
 * Two network cards in each of two namespaces, cable by cable: "home", in which the test began, has
 * 10.1.0.1 and 10.2.0.1; "away" has 10.1.0.2 and 10.2.0.2. Which of them a socket belongs to is
 * where the thread that makes it is then.
 * Run the test by tests/e2e/in-namespace.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TWO_NETWORKS_MAC_1 "02:00:00:00:01:01"
#define TWO_NETWORKS_MAC_2 "02:00:00:00:02:01"

void two_networks_lay   (void);
void two_networks_enter (gboolean is_home);

G_END_DECLS
