namespace Bridge.Server.Storage;

/// <summary>
/// One step of a feature's part of the schema. A step that has shipped never changes: the next change is the next version.
/// Each database has its own text, because types differ; empty where a database needs nothing.
/// </summary>
/// <param name="Feature">Whose tables these are, such as <c>journal</c>.</param>
/// <param name="Version">Counts from 1 without gaps, within the feature.</param>
/// <param name="Sqlite">One or more statements; they run in a transaction together with the note that they ran.</param>
/// <param name="Postgres">The same for PostgreSQL.</param>
internal sealed record Migration(string Feature, int Version, string Sqlite, string Postgres);
