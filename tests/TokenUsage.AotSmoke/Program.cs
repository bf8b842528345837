using TokenUsage;

using (UsageScope.Begin(user: "alice", feature: "search"))
{
    TokenCounts tokens = new TokenCounts { Input = 10 } + new TokenCounts { Output = 5 };
    Console.WriteLine($"{UsageScope.Current.User}: {tokens.Input + tokens.Output} tokens");
}
