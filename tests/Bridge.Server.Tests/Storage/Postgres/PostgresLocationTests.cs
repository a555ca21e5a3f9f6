using Bridge.Server.Storage;
using Bridge.Server.Storage.Postgres;
using Npgsql;

namespace Bridge.Server.Tests.Storage.Postgres;

public sealed class PostgresLocationTests
{
    [Fact]
    public void Parse_OfAWholeAddress_HasItsParts()
    {
        var settings = PostgresLocation.Parse("postgres://me:p%40ss@db.example:6432/my%20journal?sslmode=verify-full&sslrootcert=/etc/my-ca.pem&Max%20Auto%20Prepare=7");
        Assert.Equal(("me", "p@ss", "db.example", 6432, "my journal"), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
        Assert.Equal((SslMode.VerifyFull, "/etc/my-ca.pem"), (settings.SslMode, settings.RootCertificate));
        Assert.Equal(7, settings.MaxAutoPrepare);
        Assert.Equal("PostgreSQL at db.example:6432/my journal", PostgresLocation.Place(settings));
    }

    [Fact]
    public void Parse_WithoutAPort_TakesPostgresOwn() => Assert.Equal(5432, PostgresLocation.Parse("postgresql://db/journal").Port);

    [Theory]
    [InlineData("mysql://me:secret@db/x")]
    [InlineData("postgres://me:secret@db/")]
    [InlineData("postgres://me:secret@db/x?nonsense=1")]
    [InlineData("postgres://me:secret@db/x?sslmode=perhaps")]
    [InlineData("postgres://me:1/secret@db/x")] // A password with / or ? in it, not escaped: a part of it looks like the name.
    [InlineData("postgres://me:1/x?secret@db/x")]
    [InlineData("postgres://me:1#secret@db/x")]
    public void Parse_OfAnythingElse_SaysSoWithoutThePassword(string location)
    {
        var error = Assert.Throws<StorageException>(() => PostgresLocation.Parse(location));
        Assert.DoesNotContain("secret", error.ToString(), StringComparison.Ordinal);
    }
}
