/* test-focus.c
 *
 * The keyboard comes back to the wall when what had it is gone: a menu whose page was left by a key, a
 * widget that was hidden, disabled or removed. What has it rightly keeps it.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <adwaita.h>

#include "wall-focus.h"

#define DEADLINE_US (20 * G_USEC_PER_SEC)

#define wait_for(condition)                                                                        \
  G_STMT_START {                                                                                   \
    gint64 end_ = g_get_monotonic_time () + DEADLINE_US;                                           \
                                                                                                   \
    while (!(condition)) {                                                                         \
      g_assert_cmpint (g_get_monotonic_time (), <, end_);                                          \
      g_main_context_iteration (NULL, FALSE);                                                      \
      g_usleep (1000);                                                                             \
    }                                                                                              \
  } G_STMT_END

typedef struct {
  GtkWindow     *window;
  GtkMenuButton *menu_button;
  GtkWidget     *other;
  GtkWidget     *wall;
  WallFocus     *focus;
} Fixture;

static GMenuModel *
make_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) layouts = g_menu_new ();

  g_menu_append (layouts, "Two", "test.layout::two");
  g_menu_append_submenu (menu, "Layout", G_MENU_MODEL (layouts));

  return G_MENU_MODEL (menu);
}

static void
add_action (GtkWidget *window)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) layout =
    g_simple_action_new_stateful ("layout", G_VARIANT_TYPE_STRING, g_variant_new_string ("one"));

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (layout));
  gtk_widget_insert_action_group (window, "test", G_ACTION_GROUP (group));
}

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  g_autoptr (GMenuModel) menu = make_menu ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, 640, 480);
  self->menu_button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  self->other = gtk_button_new_with_label ("Other");
  self->wall = gtk_button_new_with_label ("Wall");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->menu_button));
  gtk_box_append (GTK_BOX (box), self->other);
  gtk_box_append (GTK_BOX (box), self->wall);
  gtk_window_set_child (self->window, box);
  add_action (GTK_WIDGET (self->window));
  self->focus = wall_focus_new (self->window, self->wall);
  gtk_window_present (self->window);
  wait_for (gtk_widget_get_mapped (self->wall) && gtk_window_is_active (self->window));
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  g_assert_finalize_object (self->focus);
  gtk_window_destroy (self->window);
}

static gboolean
has_focus (Fixture   *self,
           GtkWidget *widget)
{
  return gtk_window_get_focus (self->window) == widget;
}

static void
test_another_keeps_it (Fixture       *self,
                       gconstpointer  data)
{
  gtk_widget_grab_focus (self->other);
  for (guint i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  g_assert_true (has_focus (self, self->other));
}

static void
test_nobody_has_it (Fixture       *self,
                    gconstpointer  data)
{
  gtk_window_set_focus (self->window, NULL);
  wait_for (has_focus (self, self->wall));
}

static void
test_hidden (Fixture       *self,
             gconstpointer  data)
{
  gtk_widget_grab_focus (self->other);
  gtk_widget_set_visible (self->other, FALSE);
  wait_for (has_focus (self, self->wall));
}

static void
test_disabled (Fixture       *self,
               gconstpointer  data)
{
  gtk_widget_grab_focus (self->other);
  gtk_widget_set_sensitive (self->other, FALSE);
  wait_for (has_focus (self, self->wall));
}

static void
test_removed (Fixture       *self,
              gconstpointer  data)
{
  gtk_widget_grab_focus (self->other);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (self->other)), self->other);
  wait_for (has_focus (self, self->wall));
}

/* (nullable): that can be seen. */
static GtkWidget *
find_item (GtkWidget  *widget,
           const char *text)
{
  GtkWidget *found = NULL;
  g_autofree char *own = NULL;

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkModelButton"))
    g_object_get (widget, "text", &own, NULL);
  if (g_strcmp0 (own, text) == 0 && gtk_widget_get_mapped (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_item (child, text);

  return found;
}

/* As the keyboard does it: the item that is chosen has the focus, and is on a page of its own. */
static void
test_submenu (Fixture       *self,
              gconstpointer  data)
{
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (self->menu_button));
  GtkWidget *item;

  gtk_widget_grab_focus (self->wall);
  gtk_menu_button_popup (self->menu_button);
  wait_for ((item = find_item (popover, "Layout")));
  gtk_widget_activate (item);
  wait_for ((item = find_item (popover, "Two")));
  gtk_widget_grab_focus (item);
  wait_for (has_focus (self, item));
  gtk_widget_activate (item);
  wait_for (!gtk_widget_get_mapped (popover));
  wait_for (has_focus (self, self->wall));
}

#define ADD(name, test) g_test_add ("/app/focus/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  ADD ("another-keeps-it", test_another_keeps_it);
  ADD ("nobody-has-it", test_nobody_has_it);
  ADD ("hidden", test_hidden);
  ADD ("disabled", test_disabled);
  ADD ("removed", test_removed);
  ADD ("submenu", test_submenu);

  return g_test_run ();
}
