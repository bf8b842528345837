namespace TokenUsage.PostgreSql.Tests;

/// <summary>Puts a row of the test's in the place of the server's clock.</summary>
internal static class TestClock
{
    public static string Install(string schema, long micros) =>
        $"""
        CREATE TABLE {schema}.test_clock (now_us bigint);
        INSERT INTO {schema}.test_clock VALUES ({micros});
        CREATE OR REPLACE FUNCTION {schema}.quota_now() RETURNS bigint LANGUAGE sql VOLATILE AS
        'SELECT now_us FROM {schema}.test_clock';
        """;

    public static string Advance(string schema, TimeSpan time) =>
        $"UPDATE {schema}.test_clock SET now_us = now_us + {time.Ticks / TimeSpan.TicksPerMicrosecond}";
}
