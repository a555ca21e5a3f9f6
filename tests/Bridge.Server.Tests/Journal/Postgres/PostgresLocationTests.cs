using Bridge.Server.Journal.Postgres;
using Npgsql;

namespace Bridge.Server.Tests.Journal.Postgres;

public sealed class PostgresLocationTests
{
    [Fact]
    public void ConnectionString_OfAWholeAddress_HasItsParts()
    {
        var builder = new NpgsqlConnectionStringBuilder(PostgresLocation.ConnectionString("postgres://me:p%40ss@db.example:6432/my%20journal?sslmode=verify-full&sslrootcert=/etc/my-ca.pem"));
        Assert.Equal(("me", "p@ss", "db.example", 6432, "my journal"), (builder.Username, builder.Password, builder.Host, builder.Port, builder.Database));
        Assert.Equal((SslMode.VerifyFull, "/etc/my-ca.pem"), (builder.SslMode, builder.RootCertificate));
    }

    [Fact]
    public void ConnectionString_WithoutAPort_TakesPostgresOwn() =>
        Assert.Equal(5432, new NpgsqlConnectionStringBuilder(PostgresLocation.ConnectionString("postgresql://db/journal")).Port);

    [Theory]
    [InlineData("mysql://me:secret@db/x")]
    [InlineData("postgres://me:secret@db/x?nonsense=1")]
    [InlineData("postgres://me:secret@db/x?sslmode=perhaps")]
    public void ConnectionString_OfAnythingElse_SaysSoWithoutThePassword(string location)
    {
        var error = Assert.Throws<FormatException>(() => PostgresLocation.ConnectionString(location));
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }
}
