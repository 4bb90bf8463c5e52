/* test-plugin.c
 *
 * The module as other applications find it: what it registers, says of itself, and exports.
 *
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */

#include <gmodule.h>
#include <gst/gst.h>

/* The module's path, from the command line. */
static const char *module_path;

static const char *const elements[] = { "dvripsrc", "dvripdemux" };

static GstPlugin *
load_module (void)
{
  g_autoptr (GError) error = NULL;
  GstPlugin *plugin = gst_plugin_load_file (module_path, &error);

  g_assert_no_error (error);
  return plugin;
}

static GstElementFactory *
find_factory (const char *name)
{
  g_autoptr (GstElementFactory) found = gst_element_factory_find (name);
  g_autoptr (GstPluginFeature) feature = NULL;

  g_assert_nonnull (found);
  feature = gst_plugin_feature_load (GST_PLUGIN_FEATURE (found));
  g_assert_nonnull (feature);

  return GST_ELEMENT_FACTORY (g_steal_pointer (&feature));
}

static void
test_module_is_loaded (void)
{
  g_autoptr (GstPlugin) plugin = load_module ();

  g_assert_cmpstr (gst_plugin_get_name (plugin), ==, "dvrip");
  g_assert_cmpstr (gst_plugin_get_license (plugin), ==, "LGPL");
  g_assert_cmpstr (gst_plugin_get_filename (plugin), ==, module_path);
}

static void
test_devices_are_found (void)
{
  g_autoptr (GstDeviceProviderFactory) factory =
    gst_device_provider_factory_find ("dvripdeviceprovider");
  g_autoptr (GstDeviceProvider) provider = NULL;

  g_assert_nonnull (factory);
  provider = gst_device_provider_factory_get (factory);
  g_assert_nonnull (provider);
}

static void
test_elements_are_chosen_first (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autoptr (GstElementFactory) factory = find_factory (elements[i]);

    g_assert_cmpuint (gst_plugin_feature_get_rank (GST_PLUGIN_FEATURE (factory)), ==,
                      GST_RANK_PRIMARY);
  }

  g_assert_true (gst_uri_protocol_is_supported (GST_URI_SRC, "dvrip"));
}

static void
assert_is_documented (GType type)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  g_autofree GParamSpec **pspecs = NULL;
  guint n_pspecs;

  pspecs = g_object_class_list_properties (G_OBJECT_CLASS (klass), &n_pspecs);
  for (guint i = 0; i < n_pspecs; i++) {
    if (pspecs[i]->owner_type != type)
      continue;

    g_test_message ("%s", pspecs[i]->name);
    g_assert_cmpstr (g_param_spec_get_nick (pspecs[i]), !=, pspecs[i]->name);
    g_assert_cmpuint (strlen (g_param_spec_get_blurb (pspecs[i])), >, 15);
  }
}

static void
test_elements_are_documented (void)
{
  const char *keys[] = { GST_ELEMENT_METADATA_LONGNAME, GST_ELEMENT_METADATA_KLASS,
                         GST_ELEMENT_METADATA_DESCRIPTION, GST_ELEMENT_METADATA_AUTHOR };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++) {
    g_autoptr (GstElementFactory) factory = find_factory (elements[i]);

    for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
      g_assert_cmpuint (strlen (gst_element_factory_get_metadata (factory, keys[j])), >, 5);

    g_assert_cmpuint (gst_element_factory_get_num_pad_templates (factory), >, 0);
    assert_is_documented (gst_element_factory_get_element_type (factory));
  }
}

/* An application may have functions of the same names: it must not get ours. */
static void
test_module_shows_its_doors_only (void)
{
  GModule *module = g_module_open (module_path, G_MODULE_BIND_LOCAL);
  const char *hidden[] = { "dvrip_session_new", "wall_io_thread_get_context",
                           "gst_dvrip_register_static" };
  gpointer symbol;

  g_assert_nonnull (module);
  g_assert_true (g_module_symbol (module, "gst_plugin_dvrip_get_desc", &symbol));
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    g_assert_false (g_module_symbol (module, hidden[i], &symbol));

  g_module_close (module);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);
  g_assert_cmpint (argc, ==, 2);
  module_path = argv[1];
  gst_object_unref (load_module ());

  g_test_add_func ("/gst/plugin/is-loaded", test_module_is_loaded);
  g_test_add_func ("/gst/plugin/devices-are-found", test_devices_are_found);
  g_test_add_func ("/gst/plugin/elements-are-chosen-first", test_elements_are_chosen_first);
  g_test_add_func ("/gst/plugin/elements-are-documented", test_elements_are_documented);
  g_test_add_func ("/gst/plugin/shows-its-doors-only", test_module_shows_its_doors_only);

  return g_test_run ();
}
