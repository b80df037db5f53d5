namespace Syntra.Sandbox.Fusion.Store;

/// <summary>Tables, with Fusion's own names where it has one. Amounts are decimal text, dates yyyy-MM-dd, instants Unix milliseconds.</summary>
internal static class FusionSchema
{
    public const string Ddl = """
        CREATE TABLE IF NOT EXISTS sequence (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT OR IGNORE INTO sequence VALUES ('request', 300000), ('document', 80000), ('batch', 50000), ('header', 60000), ('interface', 0);

        CREATE TABLE IF NOT EXISTS gl_ledgers (ledger_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, currency TEXT NOT NULL, segments TEXT NOT NULL,
          data_access_set_id INTEGER NOT NULL, allow_suspense INTEGER NOT NULL, suspense_account TEXT);
        CREATE TABLE IF NOT EXISTS gl_period_statuses (ledger_id INTEGER NOT NULL, application_id INTEGER NOT NULL, period_name TEXT NOT NULL,
          start_date TEXT NOT NULL, end_date TEXT NOT NULL, period_year INTEGER NOT NULL, period_num INTEGER NOT NULL,
          adjustment_period_flag INTEGER NOT NULL, closing_status TEXT NOT NULL, PRIMARY KEY (ledger_id, application_id, period_name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS segment_values (segment TEXT NOT NULL, value TEXT NOT NULL, enabled INTEGER NOT NULL, PRIMARY KEY (segment, value)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS gl_je_sources (display_name TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS gl_je_categories (display_name TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS access_token (token_hash TEXT PRIMARY KEY, client_id TEXT NOT NULL, expires_at INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS ucm_document (document_id INTEGER PRIMARY KEY, file_name TEXT NOT NULL, account TEXT NOT NULL, content BLOB NOT NULL,
          submitter TEXT NOT NULL, created_at INTEGER NOT NULL);

        CREATE TABLE IF NOT EXISTS ess_request (request_id INTEGER PRIMARY KEY, parent_id INTEGER, abs_parent_id INTEGER NOT NULL, package TEXT NOT NULL,
          definition TEXT NOT NULL, arguments TEXT NOT NULL, continuation TEXT, state TEXT NOT NULL, stage INTEGER NOT NULL, outcome TEXT,
          due_at INTEGER, appears_at INTEGER NOT NULL, submitter TEXT NOT NULL, submitted_at INTEGER NOT NULL, started_at INTEGER, completed_at INTEGER);
        CREATE INDEX IF NOT EXISTS ess_request_due ON ess_request (due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ess_request_parent ON ess_request (parent_id);
        CREATE INDEX IF NOT EXISTS ess_request_abs_parent ON ess_request (abs_parent_id);
        CREATE INDEX IF NOT EXISTS ess_request_definition ON ess_request (definition, state);
        CREATE TABLE IF NOT EXISTS ess_output (request_id INTEGER NOT NULL, kind TEXT NOT NULL, file_name TEXT NOT NULL, content TEXT NOT NULL,
          PRIMARY KEY (request_id, kind, file_name)) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS gl_interface (row_id INTEGER PRIMARY KEY, load_request_id INTEGER NOT NULL, status TEXT NOT NULL, status_description TEXT,
          ledger_id INTEGER NOT NULL, ledger_name TEXT, accounting_date TEXT NOT NULL, user_je_source_name TEXT NOT NULL, user_je_category_name TEXT NOT NULL,
          currency_code TEXT NOT NULL, actual_flag TEXT NOT NULL, segments TEXT NOT NULL, entered_dr TEXT, entered_cr TEXT, accounted_dr TEXT, accounted_cr TEXT,
          reference1 TEXT, reference2 TEXT, reference4 TEXT, reference5 TEXT, reference6 TEXT, reference10 TEXT, reference21 TEXT,
          group_id INTEGER, period_name TEXT, other_columns TEXT);
        CREATE INDEX IF NOT EXISTS gl_interface_group ON gl_interface (group_id, ledger_id, user_je_source_name);

        CREATE TABLE IF NOT EXISTS gl_je_batches (je_batch_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, reference1 TEXT, description TEXT, ledger_id INTEGER NOT NULL,
          group_id INTEGER, period_name TEXT NOT NULL, je_source TEXT NOT NULL, actual_flag TEXT NOT NULL, status TEXT NOT NULL,
          import_request_id INTEGER NOT NULL, created_at INTEGER NOT NULL, posted_at INTEGER);
        CREATE INDEX IF NOT EXISTS gl_je_batches_group ON gl_je_batches (ledger_id, group_id);
        CREATE INDEX IF NOT EXISTS gl_je_batches_unposted ON gl_je_batches (ledger_id) WHERE status = 'U';
        CREATE TABLE IF NOT EXISTS gl_je_headers (je_header_id INTEGER PRIMARY KEY, je_batch_id INTEGER NOT NULL, name TEXT NOT NULL, description TEXT, reference TEXT,
          je_category TEXT NOT NULL, currency_code TEXT NOT NULL, period_name TEXT NOT NULL, default_effective_date TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS gl_je_headers_batch ON gl_je_headers (je_batch_id);
        CREATE TABLE IF NOT EXISTS gl_je_lines (je_header_id INTEGER NOT NULL, je_line_num INTEGER NOT NULL, account TEXT NOT NULL, effective_date TEXT NOT NULL,
          entered_dr TEXT, entered_cr TEXT, accounted_dr TEXT, accounted_cr TEXT, description TEXT, reference_1 TEXT, other_columns TEXT,
          PRIMARY KEY (je_header_id, je_line_num)) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS gl_je_lines_reference_1 ON gl_je_lines (reference_1) WHERE reference_1 IS NOT NULL;
        CREATE TABLE IF NOT EXISTS gl_balances (ledger_id INTEGER NOT NULL, currency_code TEXT NOT NULL, period_name TEXT NOT NULL, account TEXT NOT NULL,
          period_net_dr TEXT NOT NULL, period_net_cr TEXT NOT NULL, PRIMARY KEY (ledger_id, currency_code, account, period_name)) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS fusion_object_change (number INTEGER PRIMARY KEY, records BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS gl_segment_hier_interface (load_request_id INTEGER NOT NULL, line INTEGER NOT NULL, value_set TEXT NOT NULL, tree TEXT NOT NULL,
          tree_version TEXT NOT NULL, value TEXT NOT NULL, parent_value TEXT, depth INTEGER NOT NULL, PRIMARY KEY (load_request_id, line)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS gl_segment_hierarchy (tree TEXT NOT NULL, tree_version TEXT NOT NULL, value TEXT NOT NULL, value_set TEXT NOT NULL, parent_value TEXT,
          depth INTEGER NOT NULL, published INTEGER NOT NULL, PRIMARY KEY (tree, tree_version, value)) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS hz_imp_row (batch_id INTEGER NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL, load_request_id INTEGER NOT NULL, orig_system TEXT NOT NULL,
          orig_system_reference TEXT NOT NULL, fields TEXT NOT NULL, party_id INTEGER, account_number TEXT, action TEXT, PRIMARY KEY (batch_id, file, line, load_request_id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS hz_imp_batch_summary (batch_id INTEGER PRIMARY KEY, batch_name TEXT NOT NULL, orig_system TEXT NOT NULL, batch_status TEXT NOT NULL, due_at INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS hz_imp_errors (batch_id INTEGER NOT NULL, interface_table TEXT NOT NULL, orig_system_reference TEXT NOT NULL, message_name TEXT NOT NULL,
          PRIMARY KEY (batch_id, interface_table, orig_system_reference)) WITHOUT ROWID;

        CREATE TABLE IF NOT EXISTS fa_book_controls (book_type_code TEXT PRIMARY KEY, approval INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS fa_mass_additions (mass_addition_id INTEGER PRIMARY KEY, load_request_id INTEGER NOT NULL, line_id TEXT NOT NULL, book_type_code TEXT NOT NULL,
          asset_number TEXT NOT NULL, batch_name TEXT NOT NULL, posting_status TEXT NOT NULL, queue_name TEXT NOT NULL, prepared INTEGER NOT NULL, error_msg TEXT, asset_id INTEGER,
          fields TEXT NOT NULL, distributions TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS fa_mass_additions_batch ON fa_mass_additions (batch_name);
        CREATE INDEX IF NOT EXISTS fa_mass_additions_book ON fa_mass_additions (book_type_code, posting_status);

        CREATE TABLE IF NOT EXISTS sandbox_fault (fault_id INTEGER PRIMARY KEY, match TEXT NOT NULL, kind TEXT NOT NULL, settings TEXT NOT NULL,
          remaining INTEGER NOT NULL, hits INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS sandbox_request_count (operation TEXT NOT NULL, status INTEGER NOT NULL, count INTEGER NOT NULL,
          PRIMARY KEY (operation, status)) WITHOUT ROWID;
        """;
}
